// Loaded before the bundle so that a dark page does not flash white, nor one from right to left jump.
// A file of its own because the content security policy forbids inline scripts.
;(function () {
  var colours = null
  var direction = new URLSearchParams(location.search).get('dir')
  try {
    colours = localStorage.getItem('mantine-color-scheme-value')
    if (direction === 'rtl' || direction === 'ltr') localStorage.setItem('belfry-direction', direction)
    else direction = localStorage.getItem('belfry-direction')
  } catch (ignored) {}
  var dark =
    colours === 'dark' ||
    (colours !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  document.documentElement.setAttribute('dir', direction === 'rtl' ? 'rtl' : 'ltr')
})()
