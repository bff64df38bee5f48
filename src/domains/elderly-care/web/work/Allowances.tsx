/** 高龄津贴: who draws, whom to see this year, who is paused. The village records that it has seen somebody, and puts up the yearly list. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { ActionDrawer } from '../../../../web/components/ActionDrawer.tsx';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Money, Month, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import { type AllowanceList, type AllowanceRow, allowanceLists } from '../../allowance/terms.ts';

const PATH = '/api/elders/allowances';
const NOTICE = `${PATH}/notice`;

const empty: Readonly<Record<AllowanceList, string>> = {
  active: '还没有人在领高龄津贴。快满80岁的，系统会提前30天提出来，在“今天要办”里。',
  check: '现在没有要认证的。看过病、刷过卡、上门见过的自动认证。',
  suspended: '没有暂停的。',
  ended: '没有停发的。',
};

const CHECK = {
  action: 'life-check',
  zh: '登记年度认证',
  causes: '见到本人才登记；停着的马上恢复，停着的月份补发。',
  danger: false,
  initial: {},
} as const;

interface Notice {
  posted: { postedOn: PlainDate; endsOn: PlainDate; persons: number; documentId: string } | null;
  fields: readonly FormField[];
  check: readonly FormField[];
}

export function Allowances() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const which = (search.list ?? 'active') as AllowanceList;
  const list = useKeyset<AllowanceRow>(PATH, { list: which });
  const posts = may(session, `POST ${NOTICE}`);
  const notice = useQuery({ queryKey: [NOTICE], queryFn: () => api.get<Notice>(NOTICE), enabled: posts });
  const [row, setRow] = useState<AllowanceRow | null>(null);
  const [posting, setPosting] = useState(false);
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: [PATH] });
    await queries.invalidateQueries({ queryKey: [NOTICE] });
  };
  return (
    <Page
      title="高龄津贴"
      lead={
        <>
          不用申请：生日前30天系统提出，村（社区）核实、乡镇审核、县里审批。
          <Link to={'/elders' as never} search={{ programme: 'missed' } as never}>
            看满80岁还没有领的
          </Link>
        </>
      }
      aside={
        posts &&
        notice.data &&
        (notice.data.posted ? (
          <a href={`/api/documents/${notice.data.posted.documentId}/pdf`} target="_blank" rel="noreferrer">
            今年的公示单（{notice.data.posted.persons}人）
          </a>
        ) : (
          <Button type="primary" onClick={() => setPosting(true)}>
            张贴今年的公示
          </Button>
        ))
      }
    >
      <div className="filters">
        <Chips
          label="看哪些"
          options={Object.entries(allowanceLists).map(([value, label]) => ({ value, label }))}
          value={which}
          onChange={(value) => change({ list: value })}
        />
      </div>
      <div className="sheet">
        <KeysetTable
          caption="高龄津贴"
          list={list}
          rowKey={(r) => `${r.personId}${r.fromMonth}`}
          empty={empty[which]}
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (r) => <PersonName id={r.personId} name={r.name} /> },
            { key: 'age', title: '年龄', kind: 'number', render: (r) => `${r.age}岁` },
            { key: 'village', title: '户籍地', render: (r) => <DivisionName name={r.villageName} /> },
            { key: 'amount', title: '每月', kind: 'number', render: (r) => <Money fen={r.amountFen} /> },
            { key: 'from', title: '起发', render: (r) => <Month month={r.fromMonth} /> },
            {
              key: 'state',
              title: '状态',
              render: (r) =>
                r.lastMonth ? (
                  <span>
                    <Month month={r.lastMonth} />
                    止，{r.reason}
                  </span>
                ) : r.suspendedFrom ? (
                  <Tag tone="bad">
                    <Month month={r.suspendedFrom} />
                    起暂停
                  </Tag>
                ) : (
                  <Tag tone="good">{r.stateZh}</Tag>
                ),
            },
            {
              key: 'check',
              title: '认证期限',
              render: (r) => (
                <span>
                  <Day on={r.checkDueOn} />
                  {r.lastSeenOn && (
                    <span className="quiet">
                      ，上次见到
                      <Day on={r.lastSeenOn} />
                    </span>
                  )}
                  {r.asked && (
                    <span>
                      <br />
                      <Tag tone={r.asked.late ? 'bad' : 'now'}>{r.asked.says}</Tag> {r.asked.phone}
                    </span>
                  )}
                </span>
              ),
            },
            ...(may(session, 'POST /api/elders/:id/life-checks')
              ? [
                  {
                    key: 'do',
                    title: '办理',
                    kind: 'actions' as const,
                    render: (r: AllowanceRow) =>
                      r.mayCheck && (
                        <Button size="small" onClick={() => setRow(r)}>
                          见到本人
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {row && notice.data && (
        <ActionDrawer
          subjectId={row.personId}
          subject={row.name}
          version={0}
          action={{ ...CHECK, fields: notice.data.check }}
          division={homeDivision(session)}
          send={({ input, requestId }) => api.post(`/api/elders/${row.personId}/life-checks`, { input, requestId })}
          onDone={() => {
            setRow(null);
            void refresh();
          }}
          onStale={() => void refresh()}
          onClose={() => setRow(null)}
        />
      )}
      {posting && notice.data && (
        <FormDrawer
          title="张贴今年的公示"
          causes="按现在在领的名单生成公示单，只有姓名、年龄档次和金额；网上同时公示，一年一次。"
          fields={notice.data.fields}
          initial={{ place: '村（居）委会公示栏' }}
          division={homeDivision(session)}
          button="张贴公示"
          send={(input, requestId) => api.post(NOTICE, { requestId, input })}
          onDone={refresh}
          onClose={() => setPosting(false)}
        />
      )}
    </Page>
  );
}
