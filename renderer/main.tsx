// The page's entry: opens the bridge, wakes the caches and draws.

// First, because schemas must be made after it.
import './parse-without-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app/app.tsx';
import { CrashBoundary } from './app/crash-screen.tsx';
import { dress } from './app/follow-appearance.ts';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { openBridge } from './bridge/open-bridge.ts';
import { followEvents } from './data/follow-events.ts';
import { createQueryClient } from './data/query-client.ts';
import { languageFor, startI18n } from './i18n/start-i18n.ts';
import { useAppearance } from './state/appearance.ts';
import { TooltipProvider } from './ui/tooltip.tsx';
import './ui/theme.css';

async function start(root: HTMLElement): Promise<void> {
  const { theme, language } = useAppearance.getState();
  dress(theme);
  const i18n = await startI18n(languageFor(language, navigator.languages));
  const bridge = await openBridge(globalThis.window);
  const cache = createQueryClient();
  followEvents(bridge, cache);

  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={cache}>
          <BridgeProvider bridge={bridge}>
            <TooltipProvider>
              <CrashBoundary>
                <App />
              </CrashBoundary>
            </TooltipProvider>
          </BridgeProvider>
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void start(root);
