/** One record of a register: where it is, what limit runs, what was entered, its course, and what may be done now. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { RecordView, RunningLimit } from '../../../kernel/register/index.ts';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

const Limit = ({ of: { zh, dueOn, left, late } }: { of: RunningLimit }) => (
  <>
    {zh}：<Day on={dueOn} /> {late ? <Tag tone="bad">已逾期</Tag> : <span className="quiet">还剩{left}</span>}
  </>
);

export function RegisterRecord() {
  const { key, recordId } = useParams({ strict: false }) as { key: string; recordId: string };
  const at = `/api/registers/${key}/${recordId}`;
  const query = useQuery({ queryKey: [at], queryFn: () => api.get<RecordView>(at) });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const r = query.data!;
  return (
    <Page
      title={r.title}
      lead={
        <>
          <Link to={r.shelf as never} search={{ key: r.key } as never}>
            {r.zh}
          </Link>
          ，{r.divisionName}
        </>
      }
      aside={<Offers offers={r.offers} division={r.division} first="primary" />}
    >
      <Section title="现在">
        <Facts
          rows={[
            { label: '环节', value: <Tag tone={r.tone}>{r.stateZh}</Tag> },
            ...(r.limit ? [{ label: '期限', value: <Limit of={r.limit} /> }] : []),
            ...(r.next.length > 0
              ? [{ label: '接下来', value: r.next.map(({ zh, by }) => `${zh}（${by}）`).join('，或者') }]
              : []),
            ...(r.consultation
              ? [
                  {
                    label: '征求意见',
                    value: (
                      <>
                        <Link to="/consultations/$consultationId" params={{ consultationId: r.consultation.id }}>
                          {r.consultation.stateZh}
                        </Link>
                        <span className="quiet">
                          ，<Day on={r.consultation.endsOn} />
                          截止，{r.consultation.opinions}条意见
                        </span>
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Section title="内容">
        <Answers rows={r.facts} />
      </Section>
      <Section title="经过">
        <ol className="course">
          {r.steps.toReversed().map((step) => (
            <li key={step.no}>
              <p>
                <Day on={step.onDate} /> <b>{step.zh}</b> <span className="quiet">{step.byName}</span>
              </p>
              <Answers rows={step.answers} />
              {step.files.length > 0 && (
                <p className="choices">
                  {step.files.map((file, i) => (
                    <a key={file} href={`/api/files/${file}`} target="_blank" rel="noreferrer">
                      附件{i + 1}
                    </a>
                  ))}
                </p>
              )}
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  );
}

const LONG = 60;

/** Short answers side by side, long ones each in its own lines. */
function Answers({ rows }: { rows: RecordView['facts'] }) {
  const isLong = ({ value }: { value: string }) => value.length > LONG || value.includes('\n');
  const short = rows.filter((row) => !isLong(row));
  return (
    <>
      {short.length > 0 && <Facts rows={short} />}
      {rows.filter(isLong).map(({ label, value }) => (
        <div key={label} className="written-part">
          <b>{label}</b>
          <div className="written">{value}</div>
        </div>
      ))}
    </>
  );
}
