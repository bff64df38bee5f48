/** A part of a person's file that another capability owns: cases, benefits, payments. Known keys have their own look. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { EntitlementView, PaymentRow } from '../../../kernel/payment/index.ts';
import { householdRelations, lifeEventKinds } from '../../../kernel/resident/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { CaseRow } from '../../../kernel/service/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Facts, Section } from '../../components/layout.tsx';
import { Day, Moment, Money, Month, Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Nothing } from '../../components/states.tsx';
import { caseColumns } from './caseColumns.tsx';

export interface Given {
  key: string;
  zh: string;
  content: unknown;
}

/** Sections are lists, or pages of lists. */
function rowsOf<Row>(content: unknown): readonly Row[] {
  if (Array.isArray(content)) return content as Row[];
  const page = (content ?? {}) as { rows?: Row[]; items?: Row[] };
  return page.rows ?? page.items ?? [];
}

/** What stands in a section, without its title. */
export function FileContent({ section: { key, zh, content } }: { section: Given }) {
  const { today } = useSession();
  const rows = rowsOf<unknown>(content);
  if (rows.length === 0) return <Nothing>没有记录。</Nothing>;
  if (key === 'cases')
    return <DataTable caption={zh} rows={rows as CaseRow[]} columns={caseColumns(today)} rowKey={(row) => row.id} />;
  if (key === 'payments') return <Payments zh={zh} rows={rows as PaymentRow[]} />;
  if (key === 'entitlements') return <Benefits rows={rows as EntitlementView[]} />;
  if (key === 'consents') return <Consents zh={zh} rows={rows as Consent[]} />;
  if (key === 'households') return <Households rows={rows as Membership[]} />;
  if (key === 'life') return <LifeEvents rows={rows as LifeEvent[]} />;
  return (
    <ul className="plain-list">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list of unknown shape that never changes its order
        <li key={i}>
          {Object.values(row as Record<string, unknown>)
            .filter((v) => typeof v === 'string' || typeof v === 'number')
            .join('　')}
        </li>
      ))}
    </ul>
  );
}

export const FileSection = ({ section }: { section: Given }) => (
  <Section title={section.zh}>
    <FileContent section={section} />
  </Section>
);

interface Consent {
  id: string;
  purpose: string;
  signedAt: string;
  validTo: PlainDate;
  revokedAt: string | null;
}

const Consents = ({ zh, rows }: { zh: string; rows: readonly Consent[] }) => (
  <DataTable
    caption={zh}
    rows={rows}
    rowKey={(row) => row.id}
    columns={[
      { key: 'purpose', title: '授权事项', render: (row) => row.purpose },
      { key: 'signed', title: '签署', render: (row) => <Day on={plainDateOf(row.signedAt)} /> },
      { key: 'until', title: '有效期至', render: (row) => <Day on={row.validTo} /> },
      {
        key: 'state',
        title: '状态',
        render: (row) => <Tag tone={row.revokedAt ? 'plain' : 'good'}>{row.revokedAt ? '已撤回' : '有效'}</Tag>,
      },
    ]}
  />
);

const Payments = ({ zh, rows }: { zh: string; rows: readonly PaymentRow[] }) => (
  <DataTable
    caption={zh}
    rows={rows}
    rowKey={(row) => row.lineId}
    columns={[
      { key: 'month', title: '月份', kind: 'main', render: (row) => <Month month={row.month} /> },
      { key: 'what', title: '项目', render: (row) => `${row.programmeZh}（${row.kindZh}）` },
      { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
      {
        key: 'state',
        title: '状态',
        render: (row) => (
          <>
            <Tag tone={row.state === 'paid' ? 'good' : row.state === 'returned' ? 'bad' : 'plain'}>{row.stateZh}</Tag>
            {row.reason}
          </>
        ),
      },
      { key: 'paid', title: '到账', render: (row) => <Day on={row.paidOn} /> },
      { key: 'account', title: '账户', render: (row) => (row.last4 ? `尾号${row.last4}` : '—') },
    ]}
  />
);

const Benefits = ({ rows }: { rows: readonly EntitlementView[] }) => (
  <>
    {rows.map((row) => (
      <div key={row.id}>
        <Facts
          rows={[
            {
              label: row.programmeZh,
              value: row.state === 'active' ? '享受中' : `已停止${row.endReason ? `：${row.endReason}` : ''}`,
            },
            { label: '本月', value: row.amountFen === null ? '不在享受期内' : <Money fen={row.amountFen} /> },
            {
              label: '起止',
              value: (
                <>
                  <Month month={row.fromMonth} />起{row.toMonth && row.toMonth < row.fromMonth && '的已取消，一个月也不享受'}
                  {row.toMonth && row.toMonth >= row.fromMonth && (
                    <>
                      ，至
                      <Month month={row.toMonth} />
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
        <ol className="versions">
          {row.versions.map((version) => (
            <li key={version.id}>
              <p>
                <Month month={version.fromMonth} />起 <Money fen={version.amountFen} />
              </p>
              <p className="quiet">{version.reason}</p>
            </li>
          ))}
        </ol>
      </div>
    ))}
  </>
);

interface Membership {
  householdId: string;
  code: string | null;
  relation: keyof typeof householdRelations;
  validFrom: PlainDate;
  validTo: PlainDate | null;
}

const Households = ({ rows }: { rows: readonly Membership[] }) => (
  <ol className="versions">
    {rows.map((h) => (
      <li key={`${h.householdId}${h.validFrom}`} className={h.validTo === null ? 'in-force' : undefined}>
        <p>
          <Day on={h.validFrom} /> 至 {h.validTo ? <Day on={h.validTo} /> : '今'}
        </p>
        <p className="quiet">
          家庭编号 <span className="num">{h.code ?? '辖区以外'}</span>，{householdRelations[h.relation]}
        </p>
      </li>
    ))}
  </ol>
);

interface LifeEvent {
  id: string;
  kind: keyof typeof lifeEventKinds;
  happenedOn: PlainDate;
  recordedAt: string;
  source: string;
}

const LifeEvents = ({ rows }: { rows: readonly LifeEvent[] }) => (
  <ul className="plain-list">
    {rows.map((event) => (
      <li key={event.id} className="line">
        <Day on={event.happenedOn} />
        <b>{lifeEventKinds[event.kind]}</b>
        <span className="quiet">
          {event.source}，<Moment at={event.recordedAt} />
          登记
        </span>
      </li>
    ))}
  </ul>
);
