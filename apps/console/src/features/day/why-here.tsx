import { Modal } from '@mantine/core';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { CaseRow } from '../../api.types.js';
import { moneyText } from '../../ui/money.js';
import { numberText } from '../../ui/shares.js';
import { classWord, isDated } from '../worklist/words.js';
import { useDay } from './use-day.js';

type Row = Pick<CaseRow, 'personId' | 'patientName' | 'place' | 'value' | 'class' | 'state' | 'backlog'>;

interface WhyHereOf {
  show: (row: Row) => void;
  /** Whether the team's days have places at all. */
  plansDays: boolean;
}

const WhyHereContext = createContext<WhyHereOf>({ show: () => undefined, plansDays: false });
/** Shows why a row stands where it stands. */
export const useWhyHere = () => useContext(WhyHereContext).show;

/** One dialog for the whole list: a row has no room for its sum. */
export function WhyHereProvider({ children }: { children: ReactNode }) {
  const [row, setRow] = useState<Row | null>(null);
  const plansDays = (useDay().data?.capacity ?? null) !== null;
  const whyHere = useMemo(() => ({ show: (chosen: Row) => setRow(chosen), plansDays }), [plansDays]);
  return (
    <WhyHereContext value={whyHere}>
      {children}
      <Modal
        opened={row !== null}
        onClose={() => setRow(null)}
        title="Why it stands here"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {row !== null && <WhyHere row={row} plansDays={plansDays} />}
      </Modal>
    </WhyHereContext>
  );
}

/** Its place in the day, small under the urgency; opens the sum behind it. */
export function PlaceButton({ row }: { row: CaseRow }) {
  const { show, plansDays } = useContext(WhyHereContext);
  if (row.place === null && row.value === null) return null;
  const placed = row.place === null ? 'no place' : `place ${numberText(row.place)}`;
  const label = plansDays ? placed : 'why here';
  return (
    <button
      type="button"
      className="kw-place"
      aria-label={`Why it stands here: ${row.patientName}, ${label}`}
      onClick={() => show(row)}
    >
      {label}
    </button>
  );
}

function standing({ place, class: ruleClass, ...row }: Row, plansDays: boolean): string {
  const urgency = ruleClass === null ? '' : ` Urgency: ${classWord(ruleClass, isDated(row)).toLowerCase()}.`;
  if (!plansDays) return urgency.trim();
  return place === null
    ? `No place in the present day.${urgency}`
    : `Place ${numberText(place)} of the present day.${urgency}`;
}

function WhyHere({ row, plansDays }: { row: Row; plansDays: boolean }) {
  const { value } = row;
  return (
    <>
      <p className="kw-flat">
        <Link to={`/patients/${row.personId}`}>{row.patientName}</Link>. {standing(row, plansDays)}
      </p>
      {value === null ? (
        <p>
          What getting in touch is worth cannot be said: nobody’s remaining care has a value on record. Then urgency
          decides, and after it the number of reasons and how new they are.
        </p>
      ) : (
        <>
          <dl className="kw-sum">
            <div>
              <dt>
                Extra chance of a visit because somebody got in touch{' '}
                <span className="kw-tag">{value.assumed ? 'assumed' : 'measured here'}</span>
              </dt>
              <dd className="kw-number">{numberText(value.tau * 100, 1)} %</dd>
            </div>
            <div>
              <dt>
                × what is left of their care
                {!value.valueKnown && <span className="kw-tag">not on record: the middle of the list</span>}
              </dt>
              <dd className="kw-number">{moneyText({ amountMinor: value.valueMinor, currency: value.currency })}</dd>
            </div>
            <div>
              <dt>− what a contact costs</dt>
              <dd className="kw-number">{moneyText({ amountMinor: value.costMinor, currency: value.currency })}</dd>
            </div>
            <div className="kw-sum-total">
              <dt>A contact is worth</dt>
              <dd className="kw-number">{moneyText({ amountMinor: value.expectedMinor, currency: value.currency })}</dd>
            </div>
          </dl>
          <p className="kw-quiet">
            {value.assumed
              ? 'The chance is a starting value for everybody: what contacting does has not been measured at this practice yet.'
              : 'The chance is what contacting did at this practice, drawn towards the starting value as long as few people stand behind it.'}{' '}
            What was agreed for now comes first, then the most urgent on up to 60 % of the places, then whoever a
            contact is worth most for.
          </p>
        </>
      )}
    </>
  );
}
