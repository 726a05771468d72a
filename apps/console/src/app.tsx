import { MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { ApiProblem } from './api.js';
import { SessionGate } from './features/session/session-gate.js';
import { SESSION_KEY } from './features/session/use-session.js';
import { DraftsProvider } from './features/work/drafts.js';
import { HandProvider } from './features/work/hand.js';
import { LastActProvider } from './features/work/last-act.js';
import { Shell } from './features/shell/shell.js';
import NotFoundPage from './pages/not-found.page.js';
import OneTimeLinkPage from './pages/one-time-link.page.js';
import PatientPage from './pages/patient.page.js';
import WorklistPage from './pages/worklist.page.js';
import { cssVariables, theme } from './theme.js';
import { Announcer } from './ui/announcer.js';
import { ErrorBoundary } from './ui/error-boundary.js';
import { LoadingBars } from './ui/states.js';

const HeldPage = lazy(() => import('./pages/held.page.js'));
const ConnectionsPage = lazy(() => import('./pages/connections.page.js'));
const BookingsPage = lazy(() => import('./pages/bookings.page.js'));
const PaymentsPage = lazy(() => import('./pages/payments.page.js'));
const NewConnectionPage = lazy(() => import('./pages/new-connection.page.js'));
const ConnectionPage = lazy(() => import('./pages/connection.page.js'));
const OutboxPage = lazy(() => import('./pages/outbox.page.js'));
const MessagePage = lazy(() => import('./pages/message.page.js'));
const RepliesPage = lazy(() => import('./pages/replies.page.js'));
const PlaybookPage = lazy(() => import('./pages/playbook.page.js'));
const ReportsPage = lazy(() => import('./pages/reports.page.js'));
const CurrentReportPage = lazy(() => import('./pages/current-report.page.js'));
const ReportPage = lazy(() => import('./pages/report.page.js'));
const ReportPeoplePage = lazy(() => import('./pages/report-people.page.js'));
const SettingsPage = lazy(() => import('./pages/settings.page.js'));
const CareTemplatesPage = lazy(() => import('./pages/care-templates.page.js'));
const RulesPage = lazy(() => import('./pages/rules.page.js'));
const RulePage = lazy(() => import('./pages/rule.page.js'));
const NewRuleDraftPage = lazy(() => import('./pages/new-rule-draft.page.js'));
const RuleDraftPage = lazy(() => import('./pages/rule-draft.page.js'));
const RuleTrialPage = lazy(() => import('./pages/rule-trial.page.js'));
const GoLivePage = lazy(() => import('./pages/go-live.page.js'));
const BacktestsPage = lazy(() => import('./pages/backtests.page.js'));
const BacktestPage = lazy(() => import('./pages/backtest.page.js'));
const ModelsPage = lazy(() => import('./pages/models.page.js'));
const UsersPage = lazy(() => import('./pages/users.page.js'));

const isWorthRetrying = (problem: Error) =>
  problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 502);

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (problem) => {
        // The session ended elsewhere (role taken away, signed out in another tab): the gate shows the sign-in form.
        if (problem instanceof ApiProblem && problem.status === 401) client.setQueryData(SESSION_KEY, null);
      },
    }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (failures, problem) => failures < 2 && isWorthRetrying(problem) },
      mutations: { retry: false },
    },
  });
  return client;
}

/** The style nonce of this very answer: Mantine's style tags carry it, so the policy needs no `unsafe-inline`. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

export function Providers({ client, children, env }: { client: QueryClient; children: ReactNode; env?: 'test' }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      {...(env === undefined ? {} : { env })}
    >
      <QueryClientProvider client={client}>
        <Announcer>{children}</Announcer>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function SignedIn() {
  const { pathname } = useLocation();
  return (
    <SessionGate>
      <DraftsProvider>
        <LastActProvider>
          <HandProvider>
            <Shell>
              <ErrorBoundary key={pathname}>
                <Suspense fallback={<LoadingBars rows={6} height={64} label="Loading the page" />}>
                  <Outlet />
                </Suspense>
              </ErrorBoundary>
            </Shell>
          </HandProvider>
        </LastActProvider>
      </DraftsProvider>
    </SessionGate>
  );
}

export function AppRoutes() {
  return (
    <Routes>
      <Route path="/sign-in/link" element={<OneTimeLinkPage />} />
      <Route element={<SignedIn />}>
        <Route index element={<Navigate to="/worklist" replace />} />
        <Route path="/sign-in" element={<Navigate to="/worklist" replace />} />
        <Route path="/worklist" element={<WorklistPage />} />
        <Route path="/worklist/held" element={<HeldPage />} />
        <Route path="/patients/:personId" element={<PatientPage />} />
        <Route path="/connections" element={<ConnectionsPage />} />
        <Route path="/connections/bookings" element={<BookingsPage />} />
        <Route path="/connections/payments" element={<PaymentsPage />} />
        <Route path="/connections/new" element={<NewConnectionPage />} />
        <Route path="/connections/:connectionId" element={<ConnectionPage />} />
        <Route path="/outbox" element={<OutboxPage />} />
        <Route path="/outbox/:messageId" element={<MessagePage />} />
        <Route path="/replies" element={<RepliesPage />} />
        <Route path="/playbook" element={<PlaybookPage />} />
        <Route path="/reports" element={<ReportsPage />} />
        <Route path="/reports/current" element={<CurrentReportPage />} />
        <Route path="/reports/:reportId" element={<ReportPage />} />
        <Route path="/reports/:reportId/people" element={<ReportPeoplePage />} />
        <Route path="/settings" element={<SettingsPage />} />
        <Route path="/settings/care" element={<CareTemplatesPage />} />
        <Route path="/rules" element={<RulesPage />} />
        <Route path="/rules/changes/new" element={<NewRuleDraftPage />} />
        <Route path="/rules/changes/:draftId" element={<RuleDraftPage />} />
        <Route path="/rules/:rule" element={<RulePage />} />
        <Route path="/rules/:rule/trial" element={<RuleTrialPage />} />
        <Route path="/go-live" element={<GoLivePage />} />
        <Route path="/rules/backtest" element={<BacktestsPage />} />
        <Route path="/rules/backtest/:runId" element={<BacktestPage />} />
        <Route path="/models" element={<ModelsPage />} />
        <Route path="/users" element={<UsersPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
