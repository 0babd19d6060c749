// Tells whether a window can be shown here.

/** Windows and macOS always have a display; Linux says so in its environment. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}
