/** One person of the register: the code of the certificates, the course from body to body, training, what subsidies are due. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { QrCode } from '../../../../web/components/QrCode.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { WorkerFile } from '../../workforce/content.ts';

/** Twelve signs in threes of four, as one reads them out. */
const spelled = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1 ');

export function CareWorkerFile() {
  const { workerId } = useParams({ strict: false }) as { workerId: string };
  const session = useSession();
  const file = useQuery({
    queryKey: ['/api/care-workers', workerId],
    queryFn: () => api.get<WorkerFile>(`/api/care-workers/${workerId}`),
  });
  return (
    <Answered query={file}>
      {(one) => (
        <Page
          title={one.name}
          lead={
            <>
              {one.educationZh ?? '没有登记学历'}
              {one.graduatedOn && `，${longDate(one.graduatedOn)}毕业`}{' '}
              {one.trouble && <Tag tone="bad">停止上岗：{one.trouble}</Tag>}
            </>
          }
          aside={
            <>
              <Link to={'/care-workers' as never}>← 养老服务人员</Link>{' '}
              <Offers offers={one.offers} of={one.name} division={homeDivision(session)} />
            </>
          }
        >
          <Section title="证书码">
            <Facts
              rows={[
                {
                  label: '扫码看证书',
                  value: (
                    <>
                      <QrCode
                        text={`${window.location.origin}/care-workers/${one.code}`}
                        label={`${one.name}的证书码`}
                        side={120}
                      />
                      <br />
                      <span className="num">{spelled(one.code)}</span>
                      <br />
                      谁都可以扫：只看得到隐去的姓名、等级、有效没有。培训签到也扫这个码。
                    </>
                  ),
                },
                ...one.certificates.map((c) => ({
                  label: c.stateZh,
                  value: (
                    <>
                      {c.zh}
                      {c.reply && <small>（{c.reply}）</small>}
                    </>
                  ),
                })),
              ]}
            />
          </Section>
          <Section title="补贴">
            <Facts
              rows={one.subsidies.map((s) => ({
                label: s.kindZh,
                value: s.dueFen === null ? s.outcome : <Tag tone="good">可以申报：{s.outcome}</Tag>,
              }))}
            />
            <p>
              金额和条件都是假定标准，待主管部门确认。到<Link to={'/care-claims' as never}>护理员补贴</Link>申报、核。
            </p>
          </Section>
          <Section title="培训">
            <DataTable
              caption="培训记录"
              rows={one.trainings}
              rowKey={(row) => row.id}
              empty="还没有培训记录。"
              columns={[
                { key: 'name', title: '培训', kind: 'main', wraps: true, render: (row) => `${row.kindZh}：${row.name}` },
                { key: 'ended', title: '结束', render: (row) => <Day on={row.endedOn} /> },
                { key: 'hours', title: '学时', kind: 'number', render: (row) => row.hours },
                { key: 'says', title: '算不算', render: (row) => <Tag tone={row.counts ? 'good' : 'warn'}>{row.says}</Tag> },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
          <Section title="在岗经历">
            <DataTable
              caption="在岗经历"
              rows={one.course}
              rowKey={(row) => row.id}
              empty="没有。"
              columns={[
                { key: 'employer', title: '单位', kind: 'main', wraps: true, render: (row) => row.employerName },
                { key: 'post', title: '岗位', render: (row) => row.postZh },
                { key: 'from', title: '入职', render: (row) => <Day on={row.hiredOn} /> },
                { key: 'to', title: '离职', render: (row) => (row.leftOn ? <Day on={row.leftOn} /> : '在职') },
                { key: 'contract', title: '合同', render: (row) => row.contractZh },
                {
                  key: 'checked',
                  title: '县里核对',
                  render: (row) => (row.checked ? <Tag tone="good">核对过</Tag> : <Tag tone="warn">没有核对</Tag>),
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
