/** 在院名单: who is in the house, to be printed at eight in the evening and kept at the desk for a night without power. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import type { RosterPage } from '../../care/content.ts';
import { useOwn } from './own.ts';

export function Roster() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <OfHome id={id} />}</Answered>;
}

function OfHome({ id }: { id: string }) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['/api/institutions', id, 'roster'],
    queryFn: () => api.get<RosterPage>(`/api/institutions/${id}/roster`),
  });
  const print = async () => {
    window.print();
    await api.post(`/api/institutions/${id}/roster-print`, { requestId: newRequestId() });
    await queries.invalidateQueries();
  };
  return (
    <Answered query={query}>
      {(page) => (
        <Page
          title={`${page.name}：在院名单`}
          lead="每天20:00打印一份放在值班室，停电、断网时照它点名、打电话。用完收回销毁。"
          aside={
            <Button type="primary" onClick={() => void print()}>
              打印
            </Button>
          }
        >
          <Section
            title={`在院${page.rows.filter((row) => row.here).length}位，请假、住院${page.rows.filter((row) => !row.here).length}位`}
            aside={
              page.printed ? (
                <Tag tone="good">
                  今天
                  <Moment at={page.printed.at} />
                  {page.printed.by}打印过
                </Tag>
              ) : (
                <Tag tone="warn">今天还没有打印</Tag>
              )
            }
          >
            <p className="quiet">
              <Moment at={page.at} />
              的情况，机构电话{page.telephone}
            </p>
            <DataTable
              caption="在院名单"
              rows={page.rows}
              rowKey={(row) => row.stayId}
              empty="现在没有老人在住。"
              columns={[
                {
                  key: 'bed',
                  title: '床位和姓名',
                  kind: 'main',
                  render: (row) => (
                    <>
                      {row.bed} {row.name}
                    </>
                  ),
                },
                { key: 'where', title: '在哪里', render: (row) => (row.here ? row.where : <Tag tone="warn">{row.where}</Tag>) },
                { key: 'level', title: '护理等级', render: (row) => row.levelZh },
                { key: 'contact', title: '家属', render: (row) => `${row.contact} ${row.phone}` },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
