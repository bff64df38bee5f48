import { useMemo, useState } from 'react';
import { answersOf, type Precheck, precheck, precheckFields } from '../../domains/social-assistance/web/portal/precheck.ts';
import { makeParameters, type ParameterRow, yuan } from '../../kernel/policy/index.ts';
import { explain } from '../../kernel/result/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { blank } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { plainSkin } from '../form/plain/skin.tsx';
import type { DivisionRow } from '../form/services.ts';
import { ApiError, api, apiErrorOf } from '../shared/api.ts';
import { ClauseList } from './case/clauses.tsx';
import { Await, Page, Trouble, useLoad } from './parts.tsx';
import { Link } from './router.tsx';
import { formServices } from './services.ts';
import { useSession } from './session.tsx';

/** 能申请哪些救助: without signing in, computed in the phone, nothing sent or kept. Every category by the rules of the office. */
export default function CheckPage({ itemId }: { itemId: string }) {
  const { session } = useSession();
  const counties = useLoad<{ rows: DivisionRow[] }>(`/api/divisions?parent=${session.city.code}`);
  if (!ITEMS.includes(itemId))
    return (
      <Page title="先算一算" back={{ href: `/services/${itemId}`, text: '办事指南' }}>
        <p className="say">这个事项还不能先算。请看办事指南里的条件，或者打 {session.city.telephone} 问。</p>
      </Page>
    );
  return <Await of={counties}>{({ rows }) => <Questions itemId={itemId} counties={rows} />}</Await>;
}

/** One application serves them all. */
const ITEMS = ['SA-01', 'SA-05', 'SA-06'];

function Questions({ itemId, counties }: { itemId: string; counties: readonly DivisionRow[] }) {
  const { session } = useSession();
  const fields = useMemo(() => precheckFields(counties), [counties]);
  const form = useForm(blank(fields), fields);
  const services = useMemo(() => formServices(session.city.code), [session.city.code]);
  const [result, setResult] = useState<Precheck | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);

  async function compute() {
    if (!form.check(fields)) return;
    setTrouble(null);
    try {
      const answers = answersOf(form.values);
      const { rows } = await api.get<{ rows: ParameterRow[] }>('/api/standards', { division: answers.division });
      const found = precheck(answers, makeParameters(rows), session.today as PlainDate);
      if (found.ok) setResult(found.value);
      else {
        const { http, message, next } = explain(found);
        setTrouble(new ApiError({ code: found.code, status: http, message, next }));
      }
    } catch (error) {
      setTrouble(apiErrorOf(error));
    }
  }

  if (result) return <Answer itemId={itemId} result={result} again={() => setResult(null)} />;
  return (
    <Page title="先算一算：能申请哪些救助" back={{ href: `/services/${itemId}`, text: '办事指南' }}>
      <p className="lead">不用登录，也不会保存您填的内容。算出来的只供参考，不管结果怎样，您都可以申请。</p>
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          void compute();
        }}
      >
        <Fields fields={fields} form={form} skin={plainSkin} services={services} />
        {form.problems.length > 0 && (
          <p className="wrong" role="alert">
            还有{form.problems.length}处没填好：{form.problems[0]!.message}
          </p>
        )}
        {trouble && <Trouble error={trouble} telephone={session.city.telephone} />}
        <div className="next">
          <button type="submit" className="button">
            算一算
          </button>
        </div>
      </form>
    </Page>
  );
}

const HEADLINES: Readonly<Record<string, { title: string; says: string }>> = {
  dibao: { title: '很可能符合低保', says: '按您填的情况，全家符合低保条件。以核对、入户调查后的结果为准。' },
  edge: {
    title: '很可能是低保边缘家庭',
    says: '按您填的情况，够不上低保，但属于低保边缘家庭，可以享受医疗、教育等专项救助。申请一次就行，不用重新申请。',
  },
  rigid: {
    title: '很可能是刚性支出困难家庭',
    says: '按您填的情况，收入不低，但必需的支出占了大半，可以认定为刚性支出困难家庭。申请一次就行。',
  },
  none: {
    title: '可能都不符合',
    says: '按您填的情况，各类都有条件不符合，下面写明了是哪一条。如果填的和实际有出入，或者家里情况特殊，仍然可以申请。',
  },
  unsure: { title: '还说不准', says: '有些情况要核对以后才知道。建议您申请，由工作人员帮您查。' },
};

const ANSWERS = {
  eligible: { mark: '✓', word: '很可能符合' },
  'not-eligible': { mark: '✕', word: '可能不符合' },
  undetermined: { mark: '？', word: '还说不准' },
} as const;

/** The first family category that is not excluded; one that is open leaves everything after it open. */
function headlineOf({ tests }: Precheck) {
  const first = tests.find((t) => ['dibao', 'edge', 'rigid'].includes(t.category) && t.outcome !== 'not-eligible');
  return HEADLINES[!first ? 'none' : first.outcome === 'eligible' ? first.category : 'unsure']!;
}

function Answer({ itemId, result, again }: { itemId: string; result: Precheck; again: () => void }) {
  const { title, says } = headlineOf(result);
  return (
    <Page title={title} back={{ href: `/services/${itemId}`, text: '办事指南' }}>
      <p className="lead">{says}</p>
      {result.verdict !== 'unlikely' && result.estimateFen !== null && result.estimateFen > 0 && (
        <div className="now">
          <p>如果情况属实，全家每月大约</p>
          <p className="sum">{yuan(result.estimateFen)}</p>
          <details>
            <summary>怎么算的</summary>
            <ul className="plain">
              {result.breakdown.map((line) => (
                <li key={line.label}>
                  {line.label}：{line.formula} ＝ {yuan(line.fen)}
                </li>
              ))}
            </ul>
          </details>
        </div>
      )}
      {result.singlePossible && <p className="say">家里有重度残疾人或者重病患者，可以由他（她）单独申请低保。</p>}
      <h2>一类一类看</h2>
      {[
        ...result.tests.map((t) => ({ key: t.category as string, zh: t.zh, outcome: t.outcome, clauses: t.clauses })),
        { key: 'aid', zh: '临时救助（支出型）', outcome: result.aid.outcome, clauses: result.aid.clauses },
      ].map((t) => (
        <details key={t.key}>
          <summary>
            <span aria-hidden="true">{ANSWERS[t.outcome].mark} </span>
            {t.zh}：{ANSWERS[t.outcome].word}
          </summary>
          <ClauseList clauses={t.clauses} />
        </details>
      ))}
      <p className="quiet">突然遇到火灾、事故、急病的，不用先算，直接到当地乡镇（街道）申请急难救助，不限户籍。</p>
      <div className="next">
        <Link className="button" href={`/app/apply/${itemId}`}>
          去申请
        </Link>
        <button type="button" className="button plain" onClick={again}>
          改一改再算
        </button>
      </div>
    </Page>
  );
}
