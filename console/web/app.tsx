import Alert from '@cloudscape-design/components/alert';
import AppLayout from '@cloudscape-design/components/app-layout';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { lazy, Suspense, useState } from 'react';
import { Route, Switch } from 'wouter';
import { fromPath } from '../api/execution-name.ts';
import { ExecutionsPage } from './executions/executions-page.tsx';
import { DropAnywhere } from './shell/drop-anywhere.tsx';
import { LoadingPage } from './shell/loading-page.tsx';
import { Navigation } from './shell/navigation.tsx';
import { Notifications, NotificationsProvider } from './shell/notifications.tsx';
import { PageLink } from './shell/page-link.tsx';
import { CrashBoundary } from './shell/problem.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { UploadsProvider } from './start/uploads.tsx';

// Each with its own part of the code: the list is there before the graph's library is.
const ExecutionPage = lazy(() => import('./execution/execution-page.tsx'));
const StartPage = lazy(() => import('./start/start-page.tsx'));
const PeoplePage = lazy(() => import('./people/people-page.tsx'));
const PersonPage = lazy(() => import('./people/person-page.tsx'));

export function App() {
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
              <CrashBoundary>
                <Suspense fallback={<LoadingPage />}>
                  <Switch>
                    <Route path="/" component={ExecutionsPage} />
                    <Route path="/executions/:name">
                      {({ name }) => <ExecutionPage key={name} name={fromPath(name)} />}
                    </Route>
                    <Route path="/start" component={StartPage} />
                    <Route path="/people" component={PeoplePage} />
                    <Route path="/people/:faceId">
                      {({ faceId }) => <PersonPage key={faceId} faceId={faceId} />}
                    </Route>
                    <Route component={NotFoundPage} />
                  </Switch>
                </Suspense>
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
    <Alert type="warning" header="There is no page at this address">
      Go to the <PageLink href="/">executions</PageLink>.
    </Alert>
  );
}
