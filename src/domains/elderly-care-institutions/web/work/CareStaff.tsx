/** 员工 and the ratio of hands to residents. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { StaffPage } from '../../care/content.ts';
import { useOwn } from './own.ts';

export function CareStaff() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <OfHome id={id} />}</Answered>;
}

const Enough = ({ has, needs }: { has: number; needs: number }) =>
  has >= needs ? <Tag tone="good">够</Tag> : <Tag tone="bad">还差{needs - has}人</Tag>;

function OfHome({ id }: { id: string }) {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/institutions', id, 'staff'],
    queryFn: () => api.get<StaffPage>(`/api/institutions/${id}/staff`),
  });
  return (
    <Answered query={query}>
      {(page) => (
        <Page
          title={`${page.name}：员工`}
          lead="在岗的护理员够不够，按今天在住老人的护理等级算。"
          aside={<Offers offers={page.offers} division={homeDivision(session)} first="primary" />}
        >
          <Section title="人员配比（假定标准，待主管部门确认）">
            <Facts
              rows={[
                {
                  label: '护理员',
                  value: (
                    <>
                      在岗{page.carers}人，需要{page.needed}人 <Enough has={page.carers} needs={page.needed} />
                    </>
                  ),
                },
                {
                  label: '在住老人',
                  value: page.residents
                    .filter((r) => r.count > 0)
                    .map((r) => `${r.levelZh}：${r.count}位`)
                    .join('，'),
                },
                {
                  label: '社会工作者',
                  value: (
                    <>
                      在岗{page.socialWorkers}人，{page.beds}张床需要{page.socialWorkersNeeded}人
                      {page.beds < 100 && '（不满100张床的，可以在县里共用）'}
                    </>
                  ),
                },
              ]}
            />
          </Section>
          <Section title="名册">
            <DataTable
              caption="员工"
              rows={page.rows}
              rowKey={(row) => row.id}
              empty="还没有登记员工。"
              columns={[
                { key: 'name', title: '姓名', kind: 'main', render: (row) => row.name },
                { key: 'post', title: '岗位', render: (row) => row.postZh },
                { key: 'certificate', title: '证书', kind: 'wide', wraps: true, render: (row) => row.certificate ?? '' },
                {
                  key: 'health',
                  title: '健康证到',
                  render: (row) => (
                    <>
                      <Day on={row.healthCertTo} /> {row.expired && <Tag tone="bad">过期，不能上岗</Tag>}
                    </>
                  ),
                },
                {
                  key: 'days',
                  title: '在岗',
                  render: (row) => (
                    <>
                      <Day on={row.fromOn} />起{row.leftOn && `，到${row.leftOn}`}
                    </>
                  ),
                },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
