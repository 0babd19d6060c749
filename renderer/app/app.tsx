// The window's frame: rail, current screen, viewer over it, and what is said at the edges.

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../bridge/bridge-context.tsx';
import { Canvas } from '../features/canvas/canvas.tsx';
import { JobAnnouncer } from '../features/grid/job-announcer.tsx';
import { ExportDialog } from '../features/library/export-dialog.tsx';
import { ExportProgress } from '../features/library/export-progress.tsx';
import { ImportProgress } from '../features/library/import-progress.tsx';
import { LibraryScreen } from '../features/library/library-screen.tsx';
import { ModelsScreen } from '../features/models/models-screen.tsx';
import { PalettesScreen } from '../features/palettes/palettes-screen.tsx';
import { PrivacyScreen } from '../features/privacy/privacy-screen.tsx';
import { QueueScreen } from '../features/queue/queue-screen.tsx';
import { RecallDrop } from '../features/recall/recall-drop.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { useRunShortcuts } from '../features/shortcuts/run-shortcuts.ts';
import { ShortcutsScreen } from '../features/shortcuts/shortcuts-screen.tsx';
import { DiagnosticsScreen } from '../features/sync/diagnostics-screen.tsx';
import { SyncScreen } from '../features/sync/sync-screen.tsx';
import { StoryboardsScreen } from '../features/storyboards/storyboards-screen.tsx';
import { Viewer } from '../features/viewer/viewer.tsx';
import { useKeptForm } from '../data/kept-form.ts';
import { useScreen } from '../state/screen.ts';
import { useToasts } from '../state/toasts.ts';
import { useViewer } from '../state/viewer.ts';
import { ToastRegion } from '../ui/toast-region.tsx';
import { ConnectionBar, SignInScreen } from './connection-bar.tsx';
import { CreateScreen } from './create-screen.tsx';
import { Rail } from './rail.tsx';
import { RestoredNotice } from './restored-notice.tsx';
import { useFollowAppearance } from './follow-appearance.ts';

export function App() {
  useFollowAppearance();
  useRunShortcuts();
  useKeptForm();
  const connection = useConnection();
  const screen = useScreen();
  const viewed = useViewer((viewer) => viewer.image);
  const scroller = useRef<HTMLElement>(null);

  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [screen]);

  if (connection === 'refused') return <SignInScreen />;
  return (
    <div className="flex h-full">
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <ConnectionBar />
        <RestoredNotice />
        <main ref={scroller} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto [scrollbar-gutter:stable]">
          {screen === 'create' && <CreateScreen />}
          {screen === 'library' && <LibraryScreen scroller={scroller} />}
          {screen === 'queue' && <QueueScreen />}
          {screen === 'models' && <ModelsScreen />}
          {screen === 'palettes' && <PalettesScreen />}
          {screen === 'storyboards' && <StoryboardsScreen />}
          {screen === 'settings' && <SettingsScreen />}
          {screen === 'sync' && <SyncScreen />}
          {screen === 'privacy' && <PrivacyScreen />}
          {screen === 'shortcuts' && <ShortcutsScreen />}
          {screen === 'diagnostics' && <DiagnosticsScreen />}
        </main>
      </div>
      {viewed !== null && <Viewer image={viewed} toasts={<Toasts />} />}
      {viewed === null && <Toasts />}
      <Canvas />
      <RecallDrop />
      <ExportDialog />
      <ExportProgress />
      <ImportProgress />
      <JobAnnouncer />
    </div>
  );
}

function Toasts() {
  const { t } = useTranslation();
  const { shown, dismiss } = useToasts();
  return <ToastRegion label={t('toasts.name')} dismissLabel={t('toasts.dismiss')} toasts={shown} onDismiss={dismiss} />;
}
