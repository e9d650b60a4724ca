from __future__ import annotations

import pytest

from jupyterlab_remote_ide.ports import recognise as r
from jupyterlab_remote_ide.ports.frameworks.ours import FRAMEWORKS

P, A = "/user/me/proxy/8000", "/user/me/proxy/absolute/8000"

TABLE = [
    # command line, headers, framework, label, url
    ("python -m streamlit run st.py", {}, "streamlit", "Streamlit: st.py", P + "/"),
    ("/venv/bin/python /venv/bin/streamlit run /x/st.py", {}, "streamlit", "Streamlit: st.py", P + "/"),
    (f"streamlit run st.py --server.baseUrlPath={A}", {}, "streamlit", "Streamlit: st.py", A + "/"),
    ("python /venv/bin/tensorboard --logdir runs", {}, "tensorboard", "TensorBoard", P + "/"),
    ("python -m tensorboard.main --logdir x", {}, "tensorboard", "TensorBoard", P + "/"),
    (f"tensorboard --logdir x --path_prefix {A}", {}, "tensorboard", "TensorBoard", A + "/"),
    ("python3.11 -m http.server 8000", {}, "http.server", "http.server", P + "/"),
    ("python /venv/bin/flask --app app.py run", {}, "flask", "Flask: app.py", P + "/"),
    ("python -m flask run", {}, "flask", "Flask", P + "/"),
    ("python app.py", {"server": "Werkzeug/3.1 Python/3.11"}, "flask", "Flask: app.py", P + "/"),
    ("python -m uvicorn main:app --port 8000", {}, "uvicorn", "Uvicorn: main:app", P + "/"),
    (f"uvicorn main:app --root-path {P}", {}, "uvicorn", "Uvicorn: main:app", P + "/"),
    ("python main.py", {"server": "uvicorn"}, "uvicorn", "Uvicorn: main.py", P + "/"),
    ("python /v/bin/fastapi dev main.py", {}, "fastapi", "FastAPI: main.py", P + "/"),
    ("python /v/bin/gunicorn -w 4 app:server", {}, "gunicorn", "Gunicorn: app:server", P + "/"),
    ("python /v/bin/gradio demo.py", {}, "gradio", "Gradio: demo.py", P + "/"),
    ("python -m bokeh serve plot.py", {}, "bokeh", "Bokeh: plot.py", P + "/"),
    (f"bokeh serve plot.py --prefix {A}", {}, "bokeh", "Bokeh: plot.py", A + "/"),
    (f"panel serve p.ipynb --prefix {A}/", {}, "panel", "Panel: p.ipynb", A + "/"),
    ("python /v/bin/mlflow server", {}, "mlflow", "MLflow", P + "/"),
    ("python /v/bin/voila nb.ipynb", {}, "voila", "Voila: nb.ipynb", A + "/"),
    ("python /v/bin/shiny run app.py", {}, "shiny", "Shiny: app.py", P + "/"),
    ("python /v/bin/marimo edit nb.py", {}, "marimo", "marimo: nb.py", A + "/"),
    ("node /p/node_modules/.bin/vite --port 8000", {}, "vite", "Vite", A + "/"),
    ("node /p/node_modules/vite/bin/vite.js", {}, "vite", "Vite", A + "/"),
    ("node /p/node_modules/.bin/next dev", {}, "next", "Next.js", A),
    ("node server.js", {"x-powered-by": "Next.js"}, "next", "Next.js", A),
    ("python /v/bin/dask-scheduler", {}, "dask", "Dask", P + "/status"),
    ("python /v/bin/dask scheduler", {}, "dask", "Dask", P + "/status"),
    ("python -u /v/site-packages/ray/dashboard/dashboard.py --host 1", {}, "ray", "Ray", P + "/"),
    ("java -cp /x org.apache.spark.deploy.SparkSubmit a.py", {}, "spark", "Spark", P + "/"),
    ("python manage.py runserver", {}, "django", "Django", P + "/"),
    ("python server.py", {}, None, "python: server.py", P + "/"),
    ("node index.js", {"x-powered-by": "Express"}, None, "node: index.js", P + "/"),
    ("/opt/bin/minio server /data", {}, None, "minio", P + "/"),
    ("java -jar /x/thing.jar", {}, None, "java: thing.jar", P + "/"),
    ("python -c pass", {}, None, "python", P + "/"),
    ("", {}, None, "", P + "/"),
]


@pytest.mark.parametrize(("line", "headers", "framework", "label", "url"), TABLE)
def test_it_names_the_framework_and_its_link(line, headers, framework, label, url):
    known = r.recognise(line.split(), headers, P, A)
    assert (known.framework, known.label) == (framework, label)
    assert r.link(known, P, A) == url


def test_next_names_itself_with_a_blank_in_its_first_word():
    known = r.recognise(["next-server (v16.0.1)"], {}, P, A)
    assert known.framework == "next"
    assert r.link(known, P, A) == A


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("python -m flask run", "ProxyFix(app.wsgi_app, x_prefix=1)"),
        ("uvicorn main:app", f"uvicorn --root-path {P}"),
        ("fastapi run main.py", f"FastAPI(root_path='{P}')"),
        ("gradio demo.py", f"root_path='{P}'"),
        ("bokeh serve plot.py", f"bokeh serve plot.py --prefix {A} --allow-websocket-origin <host>"),
        ("panel serve", f"panel serve app.py --prefix {A}"),
        ("mlflow ui", f"--static-prefix {A}"),
        ("voila nb.ipynb", f"voila nb.ipynb --base_url={A}/"),
        ("marimo edit nb.py", f"--base-url {A}"),
        ("node x/vite", f"--base {A}/"),
        ("next dev", f"basePath: '{A}'"),
        ("python manage.py runserver", f"FORCE_SCRIPT_NAME = '{P}'"),
    ],
)
def test_the_hint_holds_the_real_base_url(line, part):
    assert part in r.hint(r.recognise(line.split(), {}, P, A), P, A, "<host>")


@pytest.mark.parametrize(
    "line",
    [
        "streamlit run a.py",
        "tensorboard",
        f"bokeh serve --prefix={A}",
        "ruby x.rb",
        f"marimo edit --base-url {A}",
    ],
)
def test_no_hint_where_none_is_needed(line):
    assert r.hint(r.recognise(line.split(), {}, P, A), P, A, "<host>") is None


def test_every_framework_of_the_table_is_known():
    assert {row[2] for row in TABLE} - {None} == {framework.name for framework in FRAMEWORKS} - {"dash"}


def test_kernels_debuggers_and_databases():
    assert r.is_kernel(["python", "-m", "ipykernel_launcher", "-f", "/run/kernel-1-2.json"])
    assert not r.is_kernel(["python", "app.py", "-f", "x.json"])
    assert r.is_debugger(["python", "/v/debugpy/adapter", "--for-server", "1"])
    assert not r.speaks_http(["/usr/sbin/sshd", "-D"])
    assert not r.speaks_http(["postgres: writer"])
    assert r.speaks_http([]) and r.speaks_http(["python", "app.py"])


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("mydaemon --login admin:hunter2", "mydaemon"),
        ("mydaemon admin:hunter2", "mydaemon"),
        ("mydaemon -A hunter2", "mydaemon"),
        ("mydaemon --app=hunter2", "mydaemon"),
        ("mydaemon -u admin:hunter2.py", "mydaemon"),
        ("mydaemon -p hunter2.py", "mydaemon"),
        ("mydaemon x/admin:hunter2.py", "mydaemon"),
        ("python app.py --login admin:hunter2", "python: app.py"),
        ("python -m flask --login admin:hunter2 run", "Flask"),
        ("gunicorn --login admin:hunter2 -w 4 app:server", "Gunicorn: app:server"),
        ("gunicorn admin:hunter2@db", "Gunicorn"),
        ("node -e hunter2()", "node"),
        ("node -p hunter2", "node"),
        ("node --eval=hunter2", "node"),
        ("perl -ne hunter2", "perl"),
        ("bash -lc hunter2", "bash"),
        ("Rscript -e hunter2", "Rscript"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"server": "uvicorn"}])
def test_no_value_of_an_option_gets_into_a_label(line, label, headers):
    known = r.recognise(line.split(), headers, P, A)
    assert "hunter2" not in f"{known} {r.hint(known, P, A, 'host')}"
    if not headers:
        assert known.label == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("uvicorn --reload main:app", "Uvicorn: main:app"),
        ("uvicorn --factory pkg.main:create_app", "Uvicorn: pkg.main:create_app"),
        ("gunicorn -w 4 --preload app:create()", "Gunicorn: app:create()"),
        ("flask --app hello run", "Flask: hello"),
        ("flask --app=pkg.hello:app run", "Flask: pkg.hello:app"),
        ("bokeh serve --show plot.py", "Bokeh: plot.py"),
    ],
)
def test_the_app_is_still_named(line, label):
    assert r.recognise(line.split(), {}, P, A).label == label


def test_a_hint_is_no_place_for_a_shells_characters():
    known = r.Known("panel", "Panel", "$(reboot).py")
    assert "panel serve app.py --prefix" in r.hint(known, P, A, "<host>")


@pytest.mark.parametrize("line", ["flask run", "python manage.py runserver"])
def test_a_hint_in_python_can_be_pasted(line):
    compile(r.hint(r.recognise(line.split(), {}, P, A), P, A, "<host>"), "<hint>", "exec")


def test_a_title_that_a_program_gave_itself_is_named_by_its_first_word():
    assert r.recognise(["nginx: master process /usr/sbin/nginx -c x"], {}, P, A).label == "nginx"
