// biome-ignore-all lint: read by the browser before anything else
try {
  var theme = localStorage.getItem('vami.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch (_) {}
