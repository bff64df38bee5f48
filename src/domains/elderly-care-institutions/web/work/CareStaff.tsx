/** 人员配比: hands to residents; who they are stands in the register of care workers. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
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
  const query = useQuery({
    queryKey: ['/api/institutions', id, 'staff'],
    queryFn: () => api.get<StaffPage>(`/api/institutions/${id}/staff`),
  });
  return (
    <Answered query={query}>
      {(page) => (
        <Page
          title={`${page.name}：人员配比`}
          lead="在岗的护理员够不够，按今天在住老人的护理等级算。登记、离职由院长在“员工”里办。"
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
          <Section title="在岗的人">
            <DataTable
              caption="在岗的人"
              rows={page.rows}
              rowKey={(row) => row.postZh}
              empty="还没有登记员工。"
              columns={[
                { key: 'post', title: '岗位', kind: 'main', render: (row) => row.postZh },
                { key: 'fit', title: '在岗', kind: 'number', render: (row) => `${row.fit}人` },
                {
                  key: 'unfit',
                  title: '不能上岗、不能排班',
                  wraps: true,
                  render: (row) => row.unfit.length > 0 && <Tag tone="bad">{row.unfit.join('、')}</Tag>,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
