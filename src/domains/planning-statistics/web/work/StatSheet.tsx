/** One report of one unit: fill in, check, sign, send back, with its history and the units below. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered, Refused } from '../../../../web/components/states.tsx';
import { Unsaved } from '../../../../web/components/Unsaved.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { CellView, ChildView, SheetView } from '../../statistics/content.ts';
import { type Filled, Findings, StatCells } from './StatCells.tsx';
import { StatFile } from './StatFile.tsx';
import { Due, StateTag } from './Statistics.tsx';
import { StatRevisions } from './StatRevisions.tsx';
import { StatRows } from './StatRows.tsx';

export function StatSheet() {
  const [{ form, period, unit, version }] = useTextSearch();

  const address = '/api/statistics/sheet';
  const found = useQuery({
    queryKey: [address, form, period, unit, version ?? ''],
    queryFn: () => api.get<SheetView>(address, { form, period, unit, version }),
  });
  return (
    <Answered query={found}>
      {(sheet) => <Report key={`${sheet.form} ${sheet.period} ${sheet.unit} ${sheet.version}`} sheet={sheet} />}
    </Answered>
  );
}

const filledOf = (sheet: SheetView): Filled => ({
  typed: Object.fromEntries(sheet.cells.filter((c) => !c.computed).map((c) => [c.key, c.typed ?? ''])),
  notes: Object.fromEntries(sheet.cells.filter((c) => c.note !== '').map((c) => [c.key, c.note])),
});
/** What the platform counts now in place of what is typed; cells without a source stay. */
const asCounted = (sheet: SheetView, filled: Filled): Filled => ({
  ...filled,
  typed: Object.fromEntries(Object.entries(filled.typed).map(([key, typed]) => [key, countedOf(sheet, key) ?? typed])),
});
const countedOf = (sheet: SheetView, key: string): string | null => sheet.cells.find((c) => c.key === key)?.counted ?? null;
const departs = (sheet: SheetView, filled: Filled): boolean => !same(filled, asCounted(sheet, filled));
const same = (a: Filled, b: Filled): boolean => JSON.stringify(a) === JSON.stringify(b);

function Report({ sheet }: { sheet: SheetView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [filled, setFilled] = useState(filledOf(sheet));
  const [search] = useTextSearch();
  // 从别处点开一格的，打开报表就看到它数的是什么
  const [opened, setOpened] = useState<CellView | null>(sheet.cells.find((c) => c.key === search.cell && !c.computed) ?? null);
  const [asked, setAsked] = useState<Offer | null>(null);
  const at = { form: sheet.form, period: sheet.period, unit: sheet.unit };
  /** What stood in the report when this page last took it over; a save is measured by that, so that it never writes over somebody else's. */
  const [taken, setTaken] = useState({ edit: sheet.edit, filled });
  const dirty = sheet.save && !same(filled, taken.filled);
  const takeOver = () => {
    setFilled(filledOf(sheet));
    setTaken({ edit: sheet.edit, filled: filledOf(sheet) });
  };
  // 别人改过以后从服务器的数重新开始；自己改了还没有保存的不丢，先说明
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figures change with the edit only
  useEffect(() => {
    if (!dirty) takeOver();
  }, [sheet.edit]);
  const overtaken = dirty && sheet.edit !== taken.edit;
  const refresh = () =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/statistics') });
  const save = useMutation({
    mutationFn: () =>
      api.post<{ edit: number }>('/api/statistics/sheet', {
        ...at,
        edit: taken.edit,
        ...withoutEmpty(filled),
        requestId: newRequestId(),
      }),
    onSuccess: ({ edit }) => {
      setTaken({ edit, filled });
      return refresh();
    },
  });
  const ask = async (offer: Offer) => {
    if (!dirty) return setAsked(offer);
    // 没有存上的不往下办：签发的要是眼前的数
    const saved = await save.mutateAsync().then(
      () => true,
      () => false,
    );
    if (!saved) return;
    const fresh = queries.getQueriesData<SheetView>({ queryKey: ['/api/statistics/sheet', at.form, at.period, at.unit] });
    const now = fresh.map(([, view]) => view).find((view) => view?.offers.some((o) => o.action === offer.action));
    setAsked(now?.offers.find((o) => o.action === offer.action) ?? null);
  };
  return (
    <Page
      title={`${sheet.name} ${sheet.periodZh}`}
      lead={
        <>
          {sheet.unitName}。<Link to={'/statistics' as never}>回到统计报表</Link>
        </>
      }
      aside={
        <span className="line">
          {sheet.save && (
            <Button loading={save.isPending} disabled={!dirty && sheet.edit > 0} onClick={() => save.mutate()}>
              保存
            </Button>
          )}
          {sheet.offers.map((offer, i) => (
            <Button
              key={offer.action}
              type={i === 0 ? 'primary' : 'default'}
              danger={offer.danger && i > 0}
              onClick={() => void ask(offer)}
            >
              {offer.zh}
            </Button>
          ))}
        </span>
      }
    >
      <Unsaved when={dirty && !save.isPending} what="填报数" />
      {save.error && <Refused error={apiErrorOf(save.error)} />}
      {overtaken ? (
        <p role="alert">
          这份报表刚被别人改过，您填的还没有保存。<Button onClick={takeOver}>改用最新保存的数</Button>
        </p>
      ) : (
        save.isSuccess && !dirty && <p role="status">已保存。</p>
      )}
      <Section title="报送" aside={<StateTag of={sheet} />}>
        {sheet.newest > 1 && <Versions sheet={sheet} />}
        <Facts
          rows={[
            { label: '应于', value: <Due of={sheet} /> },
            { label: '填报', value: sheet.signers.prepared ?? '还没有报请签发' },
            { label: '签发', value: sheet.signers.signed ?? '还没有签发' },
            { label: '审核', value: sheet.signers.checked ?? '还没有审核通过' },
            { label: '依据', value: `${sheet.form}，${sheet.basis}` },
          ]}
        />
      </Section>
      <Section title="审核结果">
        <Findings sheet={sheet} stale={dirty} />
      </Section>
      <Section title="各项指标">
        {sheet.save && departs(sheet, filled) && (
          <Button onClick={() => setFilled(asCounted(sheet, filled))}>全部取平台数</Button>
        )}
        {sheet.earlier && (
          <p className="quiet">
            上期由{sheet.earlier.units.join('、')}报送，按区划沿革换算{sheet.earlier.estimated ? '，是估算数，只供参考' : ''}。
          </p>
        )}
        <StatCells sheet={sheet} filled={filled} onChange={setFilled} onOpen={setOpened} />
      </Section>
      <StatFile sheet={sheet} refresh={refresh} />
      {sheet.sums && <Children sheet={sheet} refresh={refresh} />}
      {sheet.revisions.length > 0 && <StatRevisions sheet={sheet} onAsk={setAsked} />}
      {sheet.steps.length > 0 && (
        <Section title="经过">
          <DataTable
            caption="经过"
            rows={sheet.steps.toReversed()}
            rowKey={(step) => `${step.at} ${step.zh} ${step.version}`}
            columns={[
              { key: 'what', title: '做了什么', kind: 'main', render: (step) => <b>{step.zh}</b> },
              { key: 'who', title: '谁', render: (step) => step.byName },
              { key: 'when', title: '什么时候', render: (step) => <Moment at={step.at} /> },
              { key: 'note', title: '理由', kind: 'wide', render: (step) => step.note },
            ]}
          />
        </Section>
      )}
      {opened && <StatRows sheet={sheet} cell={opened} onClose={() => setOpened(null)} />}
      {asked && (
        <FormDrawer
          title={`${asked.zh}：${sheet.name} ${sheet.periodZh}`}
          causes={asked.causes}
          danger={asked.danger}
          fields={asked.fields}
          initial={asked.initial}
          division={homeDivision(session)}
          button={asked.button}
          send={(input, requestId) => api.post(asked.to, { ...asked.fixed, input, requestId })}
          onDone={async () => void (await refresh())}
          onClose={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

/** The newest version counts; those before it stay as they were. */
function Versions({ sheet }: { sheet: SheetView }) {
  const [, change] = useTextSearch();
  return (
    <Chips
      label="看第几版"
      options={Array.from({ length: sheet.newest }, (_, i) => ({ value: String(i + 1), label: `第${i + 1}版` }))}
      value={String(sheet.version)}
      onChange={(value) => change({ version: value === String(sheet.newest) ? '' : value })}
    />
  );
}

const withoutEmpty = ({ typed, notes }: Filled): Filled => ({
  typed,
  notes: Object.fromEntries(Object.entries(notes).filter(([, note]) => note.trim() !== '')),
});

/** Has not come yet, so that it can be asked for. */
const isMissing = ({ state }: ChildView): boolean => ['empty', 'draft', 'signing', 'returned'].includes(state);

function Children({ sheet, refresh }: { sheet: SheetView; refresh: () => Promise<unknown> }) {
  const session = useSession();
  const urges = may(session, 'POST /api/statistics/calls');
  const urge = useMutation({
    mutationFn: (child: ChildView) =>
      api.post('/api/statistics/calls', { form: sheet.form, period: sheet.period, unit: child.unit, requestId: newRequestId() }),
    onSuccess: refresh,
  });
  return (
    <Section title={`下级报送：${sheet.children.length}个单位`}>
      {urge.error && <Refused error={apiErrorOf(urge.error)} />}
      {urge.isSuccess && <p role="status">已催报。</p>}
      <DataTable
        caption="下级报送"
        rows={sheet.children}
        rowKey={(child) => child.unit}
        columns={[
          {
            key: 'unit',
            title: '单位',
            kind: 'main',
            render: (child) => (
              <Link
                to={'/statistics/sheet' as never}
                search={{ form: sheet.form, period: sheet.period, unit: child.unit } as never}
              >
                {child.name}
              </Link>
            ),
          },
          { key: 'state', title: '状态', render: (child) => <StateTag of={child} /> },
          { key: 'due', title: '应于', render: (child) => <Due of={child} /> },
          ...(urges && sheet.children.some(isMissing)
            ? [
                {
                  key: 'urge',
                  title: '办理',
                  kind: 'actions' as const,
                  render: (child: ChildView) =>
                    isMissing(child) ? (
                      <Button size="small" aria-label={`催报：${child.name}`} onClick={() => urge.mutate(child)}>
                        催报
                      </Button>
                    ) : null,
                },
              ]
            : []),
        ]}
      />
    </Section>
  );
}
