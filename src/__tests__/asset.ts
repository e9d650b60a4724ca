// What a stylesheet or an icon is in a spec (jest.config.js): a valid, empty picture.
export default '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
