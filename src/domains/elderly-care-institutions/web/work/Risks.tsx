/** 风险清单: every open risk of the homes in one list, the red ones first; each row opens its record. */
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { RiskPageView, RiskRow } from '../../risks/content.ts';
import type { RiskPage } from '../../risks/terms.ts';

/** The address of a record by its page, as the pages of the workbench are called. */
const records: Readonly<Record<RiskPage, { to: string; by: string } | null>> = {
  '/dangers': { to: '/dangers/$dangerId', by: 'dangerId' },
  '/incidents': { to: '/incidents/$incidentId', by: 'incidentId' },
  '/institution-money': { to: '/institution-money/$institutionId', by: 'institutionId' },
  '/institutions': { to: '/institutions/$institutionId', by: 'institutionId' },
  '/supervised': { to: '/supervised/$homeId', by: 'homeId' },
  '/care-penalties': null,
  '/care-medical': null,
  '/registers': null,
};

/** A home opens its own pages where an office opens those of the home. */
const ownPages: Partial<Record<RiskPage, string>> = {
  '/institution-money': '/institution/money',
  '/institutions': '/institution/own',
  '/supervised': '/own-standing',
};

function Opens({ row, own }: { row: RiskRow; own: boolean }) {
  const to = own ? ownPages[row.page] : undefined;
  if (to) return <Link to={to as never}>{row.says}</Link>;
  const record = records[row.page];
  if (record)
    return (
      <Link to={record.to as never} params={{ [record.by]: row.record } as never}>
        {row.says}
      </Link>
    );
  return row.page === '/registers' ? (
    own ? (
      row.says
    ) : (
      <Link to={'/registers/$key/$recordId' as never} params={{ key: 'care-safety-paper', recordId: row.record } as never}>
        {row.says}
      </Link>
    )
  ) : (
    <Link to={row.page as never}>{row.says}</Link>
  );
}

export function Risks() {
  const [{ q, kind, light, county, home }, change] = useTextSearch();
  const list = usePaged<RiskPageView>('/api/care-risks', { q, kind, light, county, home });
  const narrowed = Object.entries({ q, kind, light, county, home }).filter(([, value]) => value) as [string, string][];
  return (
    <Answered query={list}>
      {({ rows, kinds, red, yellow, counties }) => (
        <Page
          title={counties.length > 0 ? '机构风险清单' : '本机构风险'}
          lead="没有了结的隐患、事件，亮着的资金灯，缺的人手，过期的证照，逾期的事，都在这里；红的、期限早的在前，点开办。"
          aside={<a href={`/api/care-risks/sheet?${new URLSearchParams(narrowed)}`}>导出（XLSX）</a>}
        >
          <Section title={`红${red}项，黄${yellow}项`}>
            <div className="choices">
              <SearchBox label="按机构、情况查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
              {counties.length > 1 && (
                <Select
                  allowClear
                  value={county}
                  placeholder="全部县（市、区）"
                  aria-label="县（市、区）"
                  style={{ minWidth: 180 }}
                  options={[...counties]}
                  onChange={(value: string | undefined) => change({ county: value })}
                />
              )}
            </div>
            <Chips
              label="哪一类"
              options={[
                { value: '', label: `全部 ${red + yellow}` },
                ...kinds.filter(({ n }) => n > 0).map(({ value, zh, n }) => ({ value: value as string, label: `${zh} ${n}` })),
              ]}
              value={kind ?? ''}
              onChange={(value) => change({ kind: value || undefined })}
            />
            <Chips
              label="哪种灯"
              options={[
                { value: '', label: '红、黄' },
                { value: 'red', label: '只看红' },
                { value: 'yellow', label: '只看黄' },
              ]}
              value={light ?? ''}
              onChange={(value) => change({ light: value || undefined })}
            />
            <DataTable
              caption="机构风险清单"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q || kind || light || county ? '没有找到。放宽条件再看。' : '现在没有风险。'}
              columns={[
                {
                  key: 'says',
                  title: '情况',
                  kind: 'main',
                  wraps: true,
                  render: (row) => <Opens row={row} own={counties.length === 0} />,
                },
                { key: 'light', title: '灯', render: (row) => <Tag tone={row.light.tone}>{row.light.zh}</Tag> },
                { key: 'kind', title: '哪一类', render: (row) => row.kindZh },
                { key: 'home', title: '机构', kind: 'wide', wraps: true, render: (row) => row.homeName },
                {
                  key: 'place',
                  title: '在哪里',
                  kind: 'wide',
                  deskOnly: true,
                  render: (row) => <DivisionName name={row.divisionName} />,
                },
                { key: 'since', title: '从哪天', deskOnly: true, render: (row) => (row.since ? <Day on={row.since} /> : '—') },
                {
                  key: 'due',
                  title: '期限',
                  render: (row) =>
                    row.dueOn ? (
                      <>
                        <Day on={row.dueOn} /> {row.late && <Tag tone="bad">逾期</Tag>}
                      </>
                    ) : (
                      '—'
                    ),
                },
              ]}
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
