// What of our environment an engine host gets to see: what native libraries need, and no secret.

/** A literal, so that a new variable is a decision; tokens, proxies and NODE_OPTIONS stay outside. */
export const hostEnvironmentNames = [
  // Windows: the loader and the random number source need them.
  'SystemRoot',
  'windir',
  'PATH',
  // Where native libraries put scratch files.
  'TEMP',
  'TMP',
  'TMPDIR',
  // Encoding of paths.
  'LANG',
  'LC_ALL',
  // Libraries outside the system's own folders, and the choice of graphics driver.
  'LD_LIBRARY_PATH',
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'CUDA_VISIBLE_DEVICES',
] as const;

export function hostEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of hostEnvironmentNames) {
    const value = environment[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}
