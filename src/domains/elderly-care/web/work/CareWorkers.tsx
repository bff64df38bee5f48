/** 养老服务人员: the one register; who may not work and why; certificates wait for the county. */
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import type { WorkerRow } from '../../workers/content.ts';

export function CareWorkers() {
  const session = useSession();
  const list = usePaged<{ rows: readonly WorkerRow[]; next: string | null; inPost: number; offers: readonly Offer[] }>(
    '/api/care-workers',
  );
  return (
    <Answered query={list}>
      {({ rows, inPost, offers }) => (
        <Page
          title="养老服务人员"
          lead="居家服务商和养老机构的人都在这里，一个人一份，换了单位接着用。护理员的证书核验过、健康证和背景核查都有效的才能上岗、派单。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <Section title={`${inPost}人在职`}>
            <DataTable
              caption="人员和证书"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有登记人员。"
              columns={[
                {
                  key: 'name',
                  title: '姓名',
                  kind: 'main',
                  render: (row) => (
                    <>
                      <Link to={`/care-workers/${row.id}` as never}>{row.name}</Link>
                      {row.sexZh && `（${row.sexZh}）`} {row.trouble && <Tag tone="bad">{row.trouble}</Tag>}
                    </>
                  ),
                },
                { key: 'employer', title: '单位、岗位', wraps: true, render: (row) => `${row.employerName}，${row.postZh}` },
                {
                  key: 'phone',
                  title: '电话',
                  render: (row) => (row.phone ? <a href={`tel:${row.phone}`}>{row.phone}</a> : '—'),
                },
                { key: 'health', title: '健康证至', render: (row) => <Day on={row.healthTo} /> },
                ...(rows.some(({ ratingZh }) => ratingZh !== '')
                  ? [{ key: 'rating', title: '评价', render: (row: WorkerRow) => row.ratingZh }]
                  : []),
                {
                  key: 'certificates',
                  title: '证书',
                  kind: 'wide',
                  render: (row) =>
                    row.certificates.length === 0
                      ? '没有'
                      : row.certificates.map((c) => (
                          <div key={c.id}>
                            {c.levelZh} {c.no} <Tag tone={c.good ? 'good' : 'warn'}>{c.stateZh}</Tag>{' '}
                            <Offers offers={c.offers} of={c.no} division={homeDivision(session)} inRow />
                          </div>
                        )),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
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
