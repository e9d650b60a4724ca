/** A web server in one file: java Page.java PORT */
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class Page {
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/", exchange -> {
      byte[] text = "<title>java</title><p>the page of the Java server".getBytes();
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
      exchange.close();
    });
    server.start();
  }
}
