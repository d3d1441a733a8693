// Runs before the first paint, so that nobody who chose dark is flashed with white.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("cloister.theme");
  } catch (blocked) {
    // Storage is switched off: the system's preference stands.
  }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
