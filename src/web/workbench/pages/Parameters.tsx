/** 标准: every dated standard with its history, source and nature; a new version is entered beside the old, never over it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useMemo, useState } from 'react';
import { type ParameterRow, yuan } from '../../../kernel/policy/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { formServices } from '../../components/formServices.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Nature } from '../../components/marks.tsx';
import { Failed, Loading, Nothing, Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { antdSkin } from '../../form/antd/skin.tsx';
import { sent } from '../../form/core.ts';
import { Fields, useForm } from '../../form/fields.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';
import { parameterNames } from '../panels.ts';
import { useTextSearch } from '../search.ts';
import { homeDivision, may, useSession } from '../session.tsx';
import { SearchBox } from './SearchBox.tsx';

type Row = ParameterRow & { divisionName: string };

const units: Record<string, string> = {
  ratio: '',
  count: '',
  workdays: '个工作日',
  days: '天',
  months: '个月',
  years: '岁',
  percent: '%',
};

/** 800.00元 from fen; ratios and counts as they are. */
const shown = (row: Pick<Row, 'value' | 'unit'>): string => {
  if (row.unit.startsWith('fen') && /^\d+$/.test(row.value)) return `${yuan(Number(row.value))}${perOf(row.unit)}`;
  return `${row.value}${units[row.unit] ?? ` ${row.unit}`}`;
};
const perOf = (unit: string): string => (unit.includes('month') ? '／月' : unit.includes('year') ? '／年' : '');

const nameOf = (row: Pick<Row, 'key' | 'note'>): string => parameterNames[row.key] ?? (row.note || row.key);

interface Group {
  id: string;
  key: string;
  rows: Row[];
}

/** Versions of one standard in one division belong together, newest first. */
function grouped(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const id = `${row.key} ${row.division}`;
    const group = groups.get(id) ?? { id, key: row.key, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  for (const group of groups.values()) group.rows.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  return [...groups.values()];
}

export function Parameters() {
  const session = useSession();
  const [{ text = '' }, change] = useTextSearch();
  const [adding, setAdding] = useState<Row | null>(null);
  // The server searches keys; people search names.
  const wanted = text.trim();
  const list = useKeyset<Row>('/api/parameters', { key: /^[\w-]+$/.test(wanted) ? wanted.toUpperCase() : undefined });
  const groups = grouped(list.rows).filter(
    (g) =>
      wanted === '' || /^[\w-]+$/.test(wanted) || nameOf(g.rows[0]!).includes(wanted) || g.rows[0]!.divisionName.includes(wanted),
  );
  const mayAdd = may(session, 'county-leader', 'city-clerk', 'city-leader');
  return (
    <Page title="标准" lead="按地区和日期生效。算过的决定记着当时用的是哪一条；改标准只能加新的一条。">
      <div className="filters">
        <SearchBox label="标准名称、地区或编号" value={text} onChange={(t) => change({ text: t })} />
      </div>
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : groups.length === 0 ? (
        <Nothing>没有找到这样的标准。{list.more && '后面还有，点“加载更多”接着找。'}</Nothing>
      ) : (
        groups.map((group) => {
          const first = group.rows[0]!;
          return (
            <Section
              key={group.id}
              title={nameOf(first)}
              aside={
                <>
                  <span className="num quiet">{group.key}</span>　{first.divisionName}
                  {mayAdd && (
                    <Button
                      type="link"
                      size="small"
                      onClick={() => setAdding(first)}
                      aria-label={`录入${nameOf(first)}的新标准，${first.divisionName}`}
                    >
                      录入新标准
                    </Button>
                  )}
                </>
              }
            >
              <ol className="versions">
                {group.rows.map((row) => {
                  const inForce = row.validFrom <= session.today && (row.validTo === null || session.today < row.validTo);
                  return (
                    <li key={row.id} className={inForce ? 'in-force' : undefined}>
                      <p>
                        <b className="num">{shown(row)}</b>　<Day on={row.validFrom} /> 起
                        {row.validTo ? (
                          <>
                            ，至 <Day on={row.validTo} /> 前
                          </>
                        ) : null}
                        　{inForce && '现行　'}
                        <Nature nature={row.nature} />
                      </p>
                      <p className="quiet">
                        {row.source}
                        {row.note && row.note !== nameOf(row) && `；${row.note}`}
                      </p>
                    </li>
                  );
                })}
              </ol>
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
      {adding && (
        <Drawer
          open
          title={`录入新标准：${nameOf(adding)}`}
          size={Math.min(560, window.innerWidth)}
          onClose={() => setAdding(null)}
          closable={{ 'aria-label': '关闭' }}
        >
          <AddVersion base={adding} division={homeDivision(session)} onDone={() => setAdding(null)} />
        </Drawer>
      )}
    </Page>
  );
}

function AddVersion({ base, division, onDone }: { base: Row; division: string; onDone: () => void }) {
  const queries = useQueryClient();
  const money = base.unit.startsWith('fen');
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'division', type: 'division', label: '适用地区', required: true, format: 'division' },
      money
        ? { name: 'value', type: 'amount', label: `新标准${perOf(base.unit)}`, required: true, min: 0, widget: 'amount' }
        : {
            name: 'value',
            type: 'text',
            label: '新标准',
            required: true,
            max: 30,
            help: `单位：${units[base.unit] ?? base.unit}`,
          },
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
      { name: 'note', type: 'text', label: '说明', required: false, max: 300, widget: 'textarea' },
    ],
    [base.unit, money],
  );
  const form = useForm({ division: base.division, nature: 'seed' }, fields);
  const services = useMemo(() => formServices(division), [division]);
  const save = useMutation({
    mutationFn: () => {
      const { value, ...rest } = sent(fields, form.values);
      return api.post('/api/parameters', { key: base.key, unit: base.unit, ...rest, value: String(value) });
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onDone();
    },
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  const old = shown(base);
  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (form.check(fields)) save.mutate();
      }}
    >
      <p className="causes">
        现在是{old}（{base.validFrom}起）。新标准从生效日起用于新的决定，原标准到前一天为止；已经作出的决定不变。
      </p>
      <Fields fields={fields} form={form} skin={antdSkin} services={services} />
      {save.error && <Refused error={apiErrorOf(save.error)} />}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          录入
        </Button>
        <Button onClick={onDone}>先不录</Button>
      </div>
    </form>
  );
}
