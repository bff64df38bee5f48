/** 标准: every dated standard with its history, source and nature; a new version is entered beside the old, never over it. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { longDate } from '../../../kernel/calendar/index.ts';
import { inScope } from '../../../kernel/division/index.ts';
import {
  boundsText,
  type ParameterRow,
  perOf,
  type StandardAction,
  standardText,
  unitText,
} from '../../../kernel/policy/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Nature, Tag } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, newRequestId } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { DraftForm, nextMonth } from './DraftForm.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useStandardNames } from './standardNames.ts';

const Candidate = lazy(() =>
  import('../../../domains/social-assistance/web/work/Candidate.tsx').then((m) => ({ default: m.Candidate })),
);

type Row = ParameterRow & {
  divisionName: string;
  /** Somebody is paid by it: a draft, a rehearsal and two persons. */
  rehearsed: boolean;
  /** What this reader may do with it: the server says. */
  actions: readonly StandardAction[];
};

function useRowName(): (row: Pick<Row, 'key' | 'note'>) => string {
  const named = useStandardNames();
  return ({ key, note }) => named(key) ?? (note ? `${note}（${key}）` : key);
}

/** One standard: its versions, newest first, place by place. */
interface Group {
  key: string;
  places: { division: string; rows: Row[] }[];
}

function grouped(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Map<string, Row[]>>();
  for (const row of rows) {
    const places = groups.get(row.key) ?? new Map<string, Row[]>();
    groups.set(row.key, places.set(row.division, [...(places.get(row.division) ?? []), row]));
  }
  const newestFirst = (a: Row, b: Row) => (a.validFrom < b.validFrom ? 1 : -1);
  return [...groups].map(([key, places]) => ({
    key,
    places: [...places].map(([division, versions]) => ({ division, rows: versions.sort(newestFirst) })),
  }));
}

export function Parameters() {
  const session = useSession();
  const nameOf = useRowName();
  const [{ text = '' }, change] = useTextSearch();
  const [adding, setAdding] = useState<{ base: Row; action: StandardAction['action'] } | null>(null);
  const list = useKeyset<Row>('/api/parameters', { text: text.trim() || undefined });
  const groups = grouped(list.rows);
  const mayAdd = list.rows.some((row) => row.actions.length > 0);
  return (
    <Page title="标准" lead="按地区和日期生效。算过的决定记着当时用的是哪一条；改标准只能加新的一条。">
      <div className="filters">
        <SearchBox label="标准名称、地区或编号" value={text} onChange={(t) => change({ text: t })} />
      </div>
      {mayAdd && (
        <p className="causes">
          标有“须预演”的，关系到正在领取的人的金额：拟定方案，预演全部在享家庭，由另一位负责人批准后公布才生效。其余的（时限、比例、预警线等）可以直接录入，由录入人负责，留审计记录。
        </p>
      )}
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : groups.length === 0 ? (
        <Nothing>没有找到这样的标准。换个说法，或者输入编号的一部分。</Nothing>
      ) : (
        groups.map((group) => {
          const name = nameOf(group.places[0]!.rows[0]!);
          return (
            <Section
              key={group.key}
              title={name}
              aside={
                <>
                  {group.places[0]!.rows[0]!.rehearsed && <Tag tone="now">须预演</Tag>}{' '}
                  <span className="num quiet">{group.key}</span>
                </>
              }
            >
              {group.places.map(({ division, rows }) => (
                <div key={division}>
                  <h3 className="parameter-place">
                    {rows[0]!.divisionName}
                    {rows[0]!.actions.map(({ action, zh }) => (
                      <Button
                        key={action}
                        type="link"
                        size="small"
                        onClick={() => setAdding({ base: rows[0]!, action })}
                        aria-label={`${zh}：${name}，${rows[0]!.divisionName}`}
                      >
                        {zh}
                      </Button>
                    ))}
                  </h3>
                  <Versions rows={rows} name={name} today={session.today} />
                </div>
              ))}
            </Section>
          );
        })
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
      {mayAdd && !list.waiting && (
        <Suspense fallback={<Loading />}>
          <Candidate />
        </Suspense>
      )}
      {adding?.action === 'propose' && <ProposeVersion base={adding.base} onClose={() => setAdding(null)} />}
      {adding?.action === 'enter' && (
        <AddVersion base={adding.base} division={homeDivision(session)} onClose={() => setAdding(null)} />
      )}
    </Page>
  );
}

const Versions = ({ rows, name, today }: { rows: readonly Row[]; name: string; today: PlainDate }) => (
  <ol className="versions">
    {rows.map((row) => {
      const inForce = row.validFrom <= today && (row.validTo === null || today < row.validTo);
      return (
        <li key={row.id} className={inForce ? 'in-force' : undefined}>
          <p className="line">
            <b className="num">{standardText(row)}</b>
            <span>
              <Day on={row.validFrom} /> 起
              {row.validTo && (
                <>
                  ，至 <Day on={row.validTo} /> 前
                </>
              )}
            </span>
            {inForce && <Tag tone="now">现行</Tag>}
            <Nature nature={row.nature} />
          </p>
          <p className="quiet">
            {row.source}
            {row.note && !name.startsWith(row.note) && `；${row.note}`}
            {boundsText(row) && `；${boundsText(row)}`}
          </p>
        </li>
      );
    })}
  </ol>
);

const boundFields = (unit: string): readonly FormField[] =>
  [
    { name: 'floor', label: '给下级定的下限', help: '下级自定的标准不得低于；不定就留空' },
    { name: 'ceiling', label: '给下级定的上限', help: '下级自定的标准不得高于；不定就留空' },
  ].map((field) =>
    unit.startsWith('fen')
      ? { ...field, type: 'amount', required: false, min: 0, widget: 'amount' }
      : { ...field, type: 'text', required: false, max: 30 },
  );

const fieldsFor = (base: Row): readonly FormField[] => [
  { name: 'division', type: 'division', label: '适用地区', required: true, format: 'division' },
  base.unit.startsWith('fen')
    ? { name: 'value', type: 'amount', label: `新标准${perOf(base.unit)}`, required: true, min: 0, widget: 'amount' }
    : { name: 'value', type: 'text', label: '新标准', required: true, max: 30, help: `单位：${unitText(base.unit)}` },
  { name: 'validFrom', type: 'date', label: '从哪天起', required: true, format: 'plain-date' },
  {
    name: 'source',
    type: 'text',
    label: '依据文件',
    required: true,
    min: 4,
    max: 200,
    help: '写明文号，例如：鄂民政发〔2026〕12号',
  },
  {
    name: 'nature',
    type: 'choice',
    label: '性质',
    required: true,
    choices: [
      { value: 'national', label: '国家、省规定' },
      { value: 'seed', label: '本地已公布' },
      { value: 'assumption', label: '假定，待确认' },
    ],
  },
  ...boundFields(base.unit),
  { name: 'note', type: 'text', label: '说明', required: false, max: 300, widget: 'textarea' },
];

/** A new version begins with the bounds that the old one set. */
const boundsOf = ({ unit, floor, ceiling }: Row): Record<string, unknown> => {
  const shown = (bound: string) => (unit.startsWith('fen') ? Number(bound) : bound);
  return { ...(floor ? { floor: shown(floor) } : {}), ...(ceiling ? { ceiling: shown(ceiling) } : {}) };
};
const boundText = (bound: unknown): string | null =>
  bound === undefined || bound === null || bound === '' ? null : String(bound);

function AddVersion({ base, division, onClose }: { base: Row; division: string; onClose: () => void }) {
  const queries = useQueryClient();
  const nameOf = useRowName();
  const fields = useMemo(() => fieldsFor(base), [base]);
  return (
    <FormDrawer
      title={`录入新标准：${nameOf(base)}`}
      causes={`现在是${standardText(base)}（${longDate(base.validFrom)}起）。新标准从生效日起用于新的决定，原标准到前一天为止；已经作出的决定不变。`}
      fields={fields}
      initial={{ division: base.division, nature: 'seed', ...boundsOf(base) }}
      division={division}
      button="录入"
      send={({ value, floor, ceiling, ...rest }) =>
        api.post('/api/parameters', {
          key: base.key,
          unit: base.unit,
          ...rest,
          value: String(value),
          floor: boundText(floor),
          ceiling: boundText(ceiling),
        })
      }
      onDone={() => queries.invalidateQueries()}
      onClose={onClose}
    />
  );
}

/** The draft begins with the standard that was pressed, and goes on where drafts are rehearsed. */
function ProposeVersion({ base, onClose }: { base: Row; onClose: () => void }) {
  const session = useSession();
  const nameOf = useRowName();
  const home = homeDivision(session);
  const navigate = useNavigate();
  const { key, unit, floor = null, ceiling = null } = base;
  // 上级的标准：在自己的地区另定
  const division = inScope(base.division, home) ? base.division : home;
  return (
    <DraftForm
      title={`拟定方案：${nameOf(base)}`}
      button="保存方案"
      initial={{
        title: '',
        documentNo: '',
        rows: [
          {
            key,
            division,
            unit,
            ...(division === base.division ? { floor, ceiling } : {}),
            value: '',
            validFrom: nextMonth(session.today) as PlainDate,
          },
        ],
      }}
      onClose={onClose}
      send={async (content) => {
        const { id } = await api.post<{ id: string }>('/api/standard-drafts', { ...content, requestId: newRequestId() });
        await navigate({ to: '/rehearsal/$draftId', params: { draftId: id } });
      }}
    />
  );
}
