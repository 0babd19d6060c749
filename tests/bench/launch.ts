// Measures a launch: from starting the built app to a prompt box that takes words, in a real window.

import { launchApp, makeHome, removeHome } from '../e2e/app/launch-app.ts';
import { median, type Row } from './row.ts';

const rounds = 5;

export async function measureLaunch(): Promise<Row[]> {
  const home = makeHome();
  const seconds: number[] = [];
  try {
    // The first launch makes the data folder and warms the disk; it is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const started = performance.now();
      const { app, page } = await launchApp({ home });
      await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a cat');
      if (round > 0) seconds.push((performance.now() - started) / 1000);
      await app.close();
    }
  } finally {
    removeHome(home);
  }
  return [
    {
      what: 'window interactive after launch, warm disk',
      value: median(seconds),
      unit: 's',
      bar: 2,
      runs: rounds,
      detail: 'includes what the driver of the window adds',
    },
  ];
}
