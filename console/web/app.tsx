import AppLayout from '@cloudscape-design/components/app-layout';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { fromPath } from '../api/execution-name.ts';
import { ExecutionsPage } from './executions/executions-page.tsx';
import { DropAnywhere } from './shell/drop-anywhere.tsx';
import { later } from './shell/later.tsx';
import { Navigation } from './shell/navigation.tsx';
import { Notifications, NotificationsProvider } from './shell/notifications.tsx';
import { CrashBoundary } from './shell/problem.tsx';
import { ProblemPage } from './shell/problem-page.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useCleanNavigation } from './shell/use-clean-navigation.ts';
import { UploadsProvider } from './start/uploads.tsx';

// Each with its own part of the code: the list is there before the graph's library is.
const ExecutionPage = later(() => import('./execution/execution-page.tsx'));
const StartPage = later(() => import('./start/start-page.tsx'));
const NeedsLookPage = later(() => import('./needs-look/needs-look-page.tsx'));
const PeoplePage = later(() => import('./people/people-page.tsx'));
const PhotoPage = later(() => import('./photo/photo-page.tsx'));
const RunsPage = later(() => import('./runs/runs-page.tsx'));
const RunPage = later(() => import('./runs/run-page.tsx'));
const PersonPage = later(() => import('./people/person-page.tsx'));

export function App() {
  const [where] = useLocation();
  useCleanNavigation();
  const [navigationOpen, setNavigationOpen] = useState(() => window.innerWidth > 1200);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <NotificationsProvider>
        <UploadsProvider>
          <TopBar />
          <DropAnywhere />
          <AppLayout
            headerSelector="#top-bar"
            navigation={
              <Navigation onFollow={() => setNavigationOpen((open) => open && window.innerWidth > 688)} />
            }
            navigationOpen={navigationOpen}
            navigationWidth={220}
            onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
            notifications={<Notifications />}
            stickyNotifications
            toolsHide
            maxContentWidth={1640}
            content={
              <CrashBoundary where={where}>
                <Switch>
                  <Route path="/" component={ExecutionsPage} />
                  <Route path="/executions/:name">
                    {({ name }) => <ExecutionPage key={name} name={fromPath(name)} />}
                  </Route>
                  <Route path="/photo" component={PhotoPage} />
                  <Route path="/needs-look" component={NeedsLookPage} />
                  <Route path="/runs" component={RunsPage} />
                  <Route path="/runs/:name">
                    {({ name }) => <RunPage key={name} name={fromPath(name)} />}
                  </Route>
                  <Route path="/start" component={StartPage} />
                  <Route path="/people" component={PeoplePage} />
                  <Route path="/people/:faceId">
                    {({ faceId }) => <PersonPage key={faceId} faceId={faceId} />}
                  </Route>
                  <Route component={NotFoundPage} />
                </Switch>
              </CrashBoundary>
            }
          />
        </UploadsProvider>
      </NotificationsProvider>
    </I18nProvider>
  );
}

function NotFoundPage() {
  return (
    <ProblemPage
      title="Not found"
      what="There is no page at this address"
      error={new Error(`Expected the address of a page, got ${window.location.pathname}`)}
      next={{ href: '/', text: 'Go to the executions' }}
    />
  );
}
