import type { ReturnModel } from '../../api.models.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { numberText } from '../../ui/shares.js';
import { Signal } from '../../ui/signal.js';
import { isSpecialty, specialtyWords } from '../settings/specialties.js';
import { CalibrationPlot } from './calibration-plot.js';
import { DropOffCurve } from './drop-off-curve.js';
import { WideTable } from './wide-table.js';
import { calibrationSentences, lineName, modelSentences } from './words.js';

/** One service line: whether rules may rest on its model, what the model says, how good it was, and where courses break off. */
export function ModelCard({ model }: { model: ReturnModel }) {
  const name = lineName(model);
  const { specialty, calibration } = model;
  return (
    <Section
      title={name}
      aside={
        <>
          {isSpecialty(specialty) && `${specialtyWords(specialty)} · `}fitted <Moment at={model.fittedAt} /> on what was
          known by <Moment at={model.asOf} show="exact" />
        </>
      }
      padded={false}
    >
      <div className="kw-padded">
        <Signal tone={model.usable ? 'good' : 'wait'}>
          {model.usable ? 'Good enough: rules may rest on it' : 'Not used: no rule rests on it'}
        </Signal>
        {model.says !== null && <p className="kw-finding-reason">{model.says}</p>}
        <ul className="kw-notes kw-model-says">
          {modelSentences(model).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <div className="kw-plots">
        <section aria-label={`How good it was: ${name}`}>
          <h3 className="kw-plot-title">How good it was</h3>
          {calibration === null ? (
            <p className="kw-quiet kw-padded">
              Not tried yet: there are too few weeks that the model has not seen. Until it has been, no rule rests on
              it.
            </p>
          ) : (
            <>
              <ul className="kw-notes kw-model-says kw-plot-words">
                {calibrationSentences(calibration).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
              <CalibrationPlot bins={calibration.bins} line={name} />
            </>
          )}
        </section>
        <section aria-label={`Where courses break off: ${name}`}>
          <h3 className="kw-plot-title">Where courses break off</h3>
          <p className="kw-quiet kw-plot-words">
            Share of courses that had broken off by each visit. A discharge is an end of its own and no breaking off;
            the band is where the true share lies with 95 % confidence.
          </p>
          <DropOffCurve points={model.dropOff} line={name} />
        </section>
      </div>
      {model.history.length > 1 && <History model={model} name={name} />}
    </Section>
  );
}

function History({ model, name }: { model: ReturnModel; name: string }) {
  return (
    <details className="kw-drop-off-table">
      <summary>Fitted {numberText(model.history.length)} times so far</summary>
      <WideTable label={`Earlier fits of ${name}`}>
        <table className="kw-table">
          <caption className="kw-hidden">{`Earlier fits of ${name}`}</caption>
          <thead>
            <tr>
              <th scope="col">Fitted</th>
              <th scope="col" className="kw-end">
                Courses
              </th>
              <th scope="col" className="kw-end">
                Regularity (k)
              </th>
              <th scope="col" className="kw-end">
                Mean squared error
              </th>
              <th scope="col">Used</th>
            </tr>
          </thead>
          <tbody>
            {model.history.map((fit) => (
              <tr key={fit.id}>
                <td>
                  <Moment at={fit.fittedAt} show="exact" />
                </td>
                <td className="kw-end kw-number">{numberText(fit.fittedOn)}</td>
                <td className="kw-end kw-number">{fit.k}</td>
                <td className="kw-end kw-number">{fit.brier === null ? '–' : numberText(fit.brier, 3)}</td>
                <td>{fit.usable ? 'yes' : 'no'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}
