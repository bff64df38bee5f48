/** 经济困难老年人补贴: who draws, who could and was told so, what has ended. The township applies for somebody from here. */
import { Link } from '@tanstack/react-router';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Money, Month, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type SubsidyList, type SubsidyRow, subsidyLists } from '../../subsidies/terms.ts';

const empty: Readonly<Record<SubsidyList, string>> = {
  active: '还没有人在领。低保、低保边缘的老人评估以后，系统会告诉他能领什么，在“可以享受还没有申请的”里。',
  offered: '没有漏下的：按现在登记的情况，该告知的都申请了。',
  ended: '没有停发的。',
};

export function Subsidies() {
  const [search, change] = useTextSearch();
  const which = (search.list ?? 'active') as SubsidyList;
  const list = useKeyset<SubsidyRow>('/api/elders/subsidies', { list: which });
  return (
    <Page
      title="经济困难老年人补贴"
      lead="养老服务补贴、老年人护理补贴、集中照护补助。低保、低保边缘、能力等级和在院的日子由系统查；与残疾人两项补贴同类的，就高享受一项。"
    >
      <div className="filters">
        <Chips
          label="看哪些"
          options={Object.entries(subsidyLists).map(([value, label]) => ({ value, label }))}
          value={which}
          onChange={(value) => change({ list: value })}
        />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="经济困难老年人补贴"
          list={list}
          rowKey={(r) => r.id}
          empty={empty[which]}
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
            { key: 'age', title: '年龄', kind: 'number', render: (r) => `${r.age}岁` },
            { key: 'village', title: '户籍地', render: (r) => <DivisionName name={r.villageName} /> },
            { key: 'kind', title: '补贴', render: (r) => r.kindZh },
            ...(which === 'offered'
              ? [
                  { key: 'sent', title: '告知本人', render: (r: SubsidyRow) => r.sentOn && <Day on={r.sentOn} /> },
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (r: SubsidyRow) =>
                      r.applyItem && (
                        <Link to={`/apply/${r.applyItem}` as never} search={{ person: r.personId } as never}>
                          代为申请
                        </Link>
                      ),
                  },
                ]
              : [
                  {
                    key: 'amount',
                    title: '每月',
                    kind: 'number' as const,
                    render: (r: SubsidyRow) => <Money fen={r.amountFen ?? 0} />,
                  },
                  { key: 'from', title: '起发', render: (r: SubsidyRow) => r.fromMonth && <Month month={r.fromMonth} /> },
                  {
                    key: 'state',
                    title: '状态',
                    render: (r: SubsidyRow) =>
                      r.lastMonth ? (
                        <span>
                          <Month month={r.lastMonth} />
                          止，{r.reason}
                        </span>
                      ) : (
                        <Tag tone="good">在享</Tag>
                      ),
                  },
                ]),
          ]}
        />
      </div>
    </Page>
  );
}
