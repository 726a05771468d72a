import { Alert, Button } from '@mantine/core';
import { ModelCard } from '../features/models/model-card.js';
import { lineName } from '../features/models/words.js';
import { ProgramMonthsSection } from '../features/models/program-months.js';
import { useFitModels, useModels, useProgramMonths } from '../features/models/use-models.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useManages } from '../features/session/roles.js';
import { IconChartBar, IconRefresh } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

/** How likely patients of each service line are to come again. */
export default function ModelsPage() {
  const manages = useManages();
  const models = useModels(manages);
  const programs = useProgramMonths(models.data);
  const fit = useFitModels();
  const isFitting = models.data?.isFitting === true || fit.isPending;
  const fitNow = (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} />}
      loading={isFitting}
      onClick={() => fit.mutate()}
      disabled={models.data === undefined}
    >
      Fit now
    </Button>
  );
  return (
    <Page
      title="Chances to return"
      back={{ to: '/rules', label: 'Rules' }}
      lead="How likely patients of each service line are to come again, how good those chances were, and where courses and programs lose people."
      actions={manages && fitNow}
    >
      {!manages ? (
        <NotAllowed>Managers and admins of the practice see how the chances are made.</NotAllowed>
      ) : models.isPending ? (
        <LoadingBars rows={4} height={160} label="Loading the models" />
      ) : models.isError && models.data === undefined ? (
        <ErrorState error={models.error} onRetry={() => void models.refetch()} />
      ) : (
        <>
          {fit.isError && (
            <Alert color="red" variant="light" role="alert">
              {fit.error.message}
            </Alert>
          )}
          {isFitting && (
            <p role="status" className="kw-flat kw-quiet">
              {fit.data?.says ?? 'They are being fitted now. The page renews itself.'}
            </p>
          )}
          {models.data.items.length === 0 ? (
            <div className="kw-card">
              <EmptyState icon={<IconChartBar size={26} stroke={1.6} />} title="No model yet">
                {models.data.says ?? 'They are fitted at the end of each week, from the visits of this practice.'}
              </EmptyState>
            </div>
          ) : (
            <>
              {models.data.says !== null && <p className="kw-flat">{models.data.says}</p>}
              <p className="kw-flat kw-quiet">
                Fitted each week; last <Moment at={models.data.fittedAt} none="never" />. No rule rests on a chance
                until it was tried on weeks the model had not seen.
              </p>
              {models.data.items
                .toSorted((a, b) => lineName(a).localeCompare(lineName(b)))
                .map((model) => (
                  <ModelCard key={model.id} model={model} />
                ))}
            </>
          )}
          {programs.isError && programs.data === undefined && (
            <ErrorState error={programs.error} onRetry={() => void programs.refetch()} />
          )}
          {programs.data !== undefined && <ProgramMonthsSection {...programs.data} />}
        </>
      )}
    </Page>
  );
}
