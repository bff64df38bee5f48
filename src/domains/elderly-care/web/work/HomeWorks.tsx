/** 适老化改造和家庭床位: what is under way and what was paid, with who builds and what it cost. */
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { CaseLink, Day, DivisionName, Money } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { programmeNames, type WorksRow, worksLists } from '../../home-works/terms.ts';

const options = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

export function HomeWorks() {
  const [search, change] = useTextSearch();
  const source = (search.source ?? 'adaptation') as keyof typeof programmeNames;
  const which = (search.list ?? 'open') as keyof typeof worksLists;
  const list = useKeyset<WorksRow>('/api/home-works', { source, list: which });
  return (
    <Page
      title="适老化改造和家庭床位"
      lead="先做必需的基础项目；前后照片从同一个位置拍；老人、施工单位、乡镇三方验收签字以后才拨付，按实际费用和上限取少的。"
    >
      <div className="filters">
        <Chips label="哪一种" options={options(programmeNames)} value={source} onChange={(value) => change({ source: value })} />
        <Chips label="看哪些" options={options(worksLists)} value={which} onChange={(value) => change({ list: value })} />
      </div>
      <div className="sheet">
        <KeysetTable
          caption={`${programmeNames[source]}，${worksLists[which]}`}
          list={list}
          rowKey={(row) => row.id}
          empty={which === 'open' ? '没有正在办的。县里同意以后列在这里，还没有审核的在“办件”里。' : '还没有拨付过的。'}
          columns={[
            { key: 'name', title: '老人', kind: 'main', render: (row) => <CaseLink id={row.caseId}>{row.name}</CaseLink> },
            { key: 'village', title: '住在', render: (row) => <DivisionName name={row.villageName} /> },
            { key: 'step', title: '到哪一步', render: (row) => row.stepZh },
            { key: 'builder', title: source === 'adaptation' ? '施工单位' : '服务机构', render: (row) => row.builder },
            { key: 'items', title: '项目', kind: 'number', render: (row) => (row.items > 0 ? `${row.items}项` : '') },
            {
              key: 'actual',
              title: '实际费用',
              kind: 'number',
              render: (row) => row.actualFen !== null && <Money fen={row.actualFen} />,
            },
            ...(which === 'paid'
              ? [
                  { key: 'accepted', title: '验收', render: (row: WorksRow) => row.acceptedOn && <Day on={row.acceptedOn} /> },
                  { key: 'paid', title: '拨付', render: (row: WorksRow) => row.paidOn && <Day on={row.paidOn} /> },
                  {
                    key: 'subsidy',
                    title: '补贴',
                    kind: 'number' as const,
                    render: (row: WorksRow) => row.subsidyFen !== null && <Money fen={row.subsidyFen} />,
                  },
                ]
              : [{ key: 'due', title: '这一步最迟', render: (row: WorksRow) => row.dueOn && <Day on={row.dueOn} /> }]),
          ]}
        />
      </div>
    </Page>
  );
}
