/** 双随机: plans of the year, batches of draws, the pool of inspectors. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { DrawsOverview } from './supervisionContent.ts';

export function Draws() {
  const session = useSession();
  const division = homeDivision(session);
  const query = useQuery({
    queryKey: ['/api/care-supervision/draws'],
    queryFn: () => api.get<DrawsOverview>('/api/care-supervision/draws'),
  });
  return (
    <Answered query={query}>
      {(data) => (
        <Page
          title="双随机抽取"
          lead="县起草计划、市批准、公示；名录冻结以后由法制机构承诺，用公开随机数抽，谁都可以重算。"
          aside={<Offers offers={data.offers} division={division} />}
        >
          <Section title="抽取批次">
            <DataTable
              caption="抽取批次"
              rows={data.draws}
              rowKey={(row) => row.id}
              empty="还没有抽取过。计划公示以后，在下面的计划里冻结名录。"
              columns={[
                {
                  key: 'no',
                  title: '批次',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/draws/$drawId' as never} params={{ drawId: row.id } as never}>
                      {row.no}
                    </Link>
                  ),
                },
                { key: 'matter', title: '事项', render: (row) => row.matter },
                { key: 'place', title: '哪里', render: (row) => <DivisionName name={row.divisionName} /> },
                { key: 'state', title: '到了哪一步', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                {
                  key: 'n',
                  title: '抽中／名录',
                  kind: 'number',
                  render: (row) => `${row.drawn ?? '—'}／${row.objects}`,
                },
                {
                  key: 'window',
                  title: '检查时间',
                  render: (row) => (
                    <>
                      <Day on={row.windowFrom} />至<Day on={row.windowTo} />
                    </>
                  ),
                },
              ]}
            />
          </Section>
          <Section title="年度计划">
            <DataTable
              caption="年度检查计划"
              rows={data.plans}
              rowKey={(row) => row.id}
              empty="还没有年度计划。"
              columns={[
                { key: 'matter', title: '事项', kind: 'main', render: (row) => `${row.year}年 ${row.matter}` },
                { key: 'place', title: '哪里', render: (row) => <DivisionName name={row.divisionName} /> },
                {
                  key: 'rates',
                  title: '抽取比例 A／B／C／D',
                  render: (row) => `${row.rates.A}／${row.rates.B}／${row.rates.C}／${row.rates.D}%`,
                },
                { key: 'caps', title: '一年最多 A／B／C', render: (row) => `${row.caps.A}／${row.caps.B}／${row.caps.C}次` },
                {
                  key: 'state',
                  title: '状态',
                  render: (row) => <Tag tone={row.state === 'published' ? 'good' : 'now'}>{row.stateZh}</Tag>,
                },
                {
                  key: 'by',
                  title: '起草、批准',
                  deskOnly: true,
                  render: (row) => [row.draftedName, row.approvedName].filter(Boolean).join('、'),
                },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers inRow of={`${row.year}年${row.matter}`} offers={row.offers} division={row.division} />,
                },
              ]}
            />
          </Section>
          <Section title={`执法人员名录（${data.inspectors.length}名）`}>
            <DataTable
              caption="执法人员名录"
              rows={data.inspectors}
              rowKey={(row) => row.id}
              empty="名录里还没有人。"
              columns={[
                { key: 'name', title: '姓名', kind: 'main', render: (row) => `${row.name}（${row.no}）` },
                { key: 'place', title: '单位', render: (row) => <DivisionName name={row.divisionName} /> },
                {
                  key: 'cert',
                  title: '执法证',
                  render: (row) => (
                    <>
                      {row.certNo}，至
                      <Day on={row.certTo} />
                      {row.expiring && <Tag tone="bad">已过期</Tag>}
                    </>
                  ),
                },
                {
                  key: 'away',
                  title: '请假',
                  render: (row) =>
                    row.absences.length === 0
                      ? '—'
                      : row.absences.map(({ from, to }) => (
                          <span key={from}>
                            <Day on={from} />至<Day on={to} />{' '}
                          </span>
                        )),
                },
                {
                  key: 'ties',
                  title: '关联（回避）',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => row.ties.map(({ objectName, tieZh }) => `${objectName}：${tieZh}`).join('；') || '没有',
                },
                {
                  key: 'act',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers inRow of={row.name} offers={row.offers} division={row.division} />,
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
