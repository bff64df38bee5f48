/** 评估人员: who may be sent, and with which provider somebody has to do. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { AssessorRow } from '../../assessment/terms.ts';

const PATH = '/api/elders/assessors';
interface List {
  rows: readonly AssessorRow[];
  add: readonly FormField[];
  change: readonly FormField[];
  none: boolean;
}

export function Assessors() {
  const division = homeDivision(useSession());
  const queries = useQueryClient();
  const list = useQuery({ queryKey: [PATH], queryFn: () => api.get<List>(PATH) });
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<AssessorRow | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: [PATH] });
  if (list.isPending) return <Loading />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const { rows, add, change, none } = list.data;
  return (
    <Page
      title="评估人员"
      lead="每次评估派两名，其中至少一名医师或者护士。和养老服务机构有利害关系的不派；复评要另派两名。"
      aside={
        <Button type="primary" disabled={none} onClick={() => setAdding(true)}>
          登记评估人员
        </Button>
      }
    >
      <div className="sheet">
        {rows.length === 0 ? (
          <Nothing>
            {none
              ? '还没有评估人员的账号：请系统管理员开“老年人能力评估师”岗位，再到这里登记。'
              : '还没有登记评估人员。登记以后才能派人上门。'}
          </Nothing>
        ) : (
          <DataTable
            caption="评估人员"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              { key: 'name', title: '姓名', kind: 'main', render: (row) => <b>{row.name}</b> },
              { key: 'profession', title: '专业', render: (row) => row.professionZh },
              { key: 'organisation', title: '所在单位', render: (row) => row.organisation },
              { key: 'certificate', title: '证书编号', render: (row) => <span className="num">{row.certificateNo}</span> },
              {
                key: 'given',
                title: '近12个月',
                render: (row) => (
                  <>
                    <span className="num">{row.given}</span>次 {row.leaning && <Tag tone="warn">{row.leaning}，请抽查</Tag>}
                  </>
                ),
              },
              {
                key: 'state',
                title: '能不能派',
                render: (row) =>
                  row.ties ? (
                    <Tag tone="warn">回避：{row.ties}</Tag>
                  ) : (
                    <Tag tone={row.active ? 'good' : 'plain'}>{row.active ? '可以派' : '停用'}</Tag>
                  ),
              },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => (
                  <Button size="small" onClick={() => setChanging(row)}>
                    更改
                  </Button>
                ),
              },
            ]}
          />
        )}
      </div>
      {adding && (
        <FormDrawer
          title="登记评估人员"
          fields={add}
          division={division}
          button="登记"
          send={(input, requestId) => api.post(PATH, { requestId, input })}
          onDone={refresh}
          onClose={() => setAdding(false)}
        />
      )}
      {changing && (
        <FormDrawer
          title={`更改：${changing.name}`}
          fields={change}
          initial={{ ties: changing.ties, active: changing.active }}
          division={division}
          button="保存"
          send={(input, requestId) => api.post(`${PATH}/${changing.id}`, { requestId, input })}
          onDone={refresh}
          onClose={() => setChanging(null)}
        />
      )}
    </Page>
  );
}
