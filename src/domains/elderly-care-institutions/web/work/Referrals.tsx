/** 巡诊和转诊: who is in a hospital and what is wanted next, the partners and their rounds; one referral with the sheet that goes along. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { MedicalDay, ReferralClock, ReferralFile } from '../../medical/content.ts';
import './bedside.css';

const ClockLine = ({ clock }: { clock: ReferralClock }) => (
  <div className={clock.late ? 'clock-late' : undefined}>
    {clock.zh}：
    <Moment at={clock.at} />前{clock.late && '，已过'}
  </div>
);

export function Referrals() {
  const session = useSession();
  const go = useNavigate();
  const query = useQuery({
    queryKey: ['/api/care-referrals'],
    queryFn: () => api.get<MedicalDay>('/api/care-referrals'),
    refetchInterval: 60_000,
  });
  return (
    <Answered query={query}>
      {(data) => (
        <Page
          title="巡诊和转诊"
          lead={`${data.name}。转出以后每一步都登记，家属同时收到；住院的整天算请假，床位按协议保留。`}
          aside={
            <Offers
              offers={data.offers}
              division={homeDivision(session)}
              first="primary"
              onDone={async (made) => {
                const { referralId } = made as { referralId?: string };
                if (referralId) await go({ to: '/care-referrals/$referralId' as never, params: { referralId } as never });
              }}
            />
          }
        >
          <Section title="转诊">
            <DataTable
              caption="转诊"
              rows={data.referrals}
              rowKey={(row) => row.id}
              empty="没有转到医院的老人。"
              tone={(row) => (row.open && row.late ? 'row-bad' : undefined)}
              columns={[
                {
                  key: 'who',
                  title: '老人',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/care-referrals/$referralId' as never} params={{ referralId: row.id } as never}>
                      {row.name}（{row.bed}）
                    </Link>
                  ),
                },
                { key: 'state', title: '到哪一步', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                { key: 'hospital', title: '医院', render: (row) => row.hospital },
                { key: 'out', title: '转出', render: (row) => <Moment at={row.outAt} /> },
                { key: 'keep', title: '床位保留到', render: (row) => (row.keepTo ? <Day on={row.keepTo} /> : '—') },
                {
                  key: 'clocks',
                  title: '下一步',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => row.clocks.map((clock) => <ClockLine key={clock.zh} clock={clock} />),
                },
              ]}
            />
          </Section>
          <Section title="合作的医疗机构">
            <DataTable
              caption="合作的医疗机构"
              rows={data.partners}
              rowKey={(row) => row.id}
              empty="还没有登记。院长在“医养结合”里登记。"
              columns={[
                { key: 'partner', title: '医疗机构', kind: 'main', render: (row) => row.partner },
                { key: 'says', title: '有什么', kind: 'wide', wraps: true, render: (row) => row.says || '—' },
                { key: 'contact', title: '急救联系', render: (row) => row.contact ?? '—' },
                {
                  key: 'last',
                  title: '最近巡诊',
                  render: (row) => (
                    <>
                      {row.lastOn ? <Day on={row.lastOn} /> : '还没有来过'} {row.late && <Tag tone="bad">超过一周</Tag>}
                    </>
                  ),
                },
              ]}
            />
          </Section>
          <Section title="巡诊">
            <DataTable
              caption="巡诊"
              rows={data.rounds}
              rowKey={(row) => row.id}
              empty="还没有登记过巡诊。"
              columns={[
                { key: 'on', title: '哪天', kind: 'main', render: (row) => <Day on={row.on} /> },
                { key: 'doctor', title: '医生', render: (row) => `${row.partner}，${row.doctor}` },
                { key: 'seen', title: '看了', kind: 'number', render: (row) => `${row.seen}位` },
                { key: 'findings', title: '总的情况', kind: 'wide', wraps: true, render: (row) => row.findings },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

export function Referral() {
  const { referralId } = useParams({ strict: false }) as { referralId: string };
  const file = useQuery({
    queryKey: ['/api/care-referrals', referralId],
    queryFn: () => api.get<ReferralFile>(`/api/care-referrals/${referralId}`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: ReferralFile }) {
  const session = useSession();
  return (
    <Page
      title={`${file.name}：转诊`}
      lead={`${file.hospital}，第${file.no}号`}
      aside={<Link to={'/care-referrals' as never}>← 巡诊和转诊</Link>}
    >
      <Section title="到哪一步" aside={<Tag tone={file.tone}>{file.stateZh}</Tag>}>
        <Facts
          rows={[
            {
              label: '转出',
              value: (
                <>
                  <Moment at={file.outAt} />，{file.recordedName}登记{file.green && '，走绿色通道'}
                </>
              ),
            },
            { label: '为什么转', value: file.reason },
            ...(file.keepTo ? [{ label: '床位保留到', value: <Day on={file.keepTo} /> }] : []),
            ...(file.clocks.length > 0
              ? [{ label: '下一步', value: file.clocks.map((clock) => <ClockLine key={clock.zh} clock={clock} />) }]
              : []),
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.name} division={homeDivision(session)} first="primary" />
        </p>
        <p>
          <Link to={'/stays/$stayId' as never} params={{ stayId: file.stayId } as never}>
            看入住和请假
          </Link>
          {file.incidentId && (
            <>
              {'，'}
              <Link to={'/incidents/$incidentId' as never} params={{ incidentId: file.incidentId } as never}>
                看突发事件
              </Link>
            </>
          )}
        </p>
      </Section>
      <Section title="交接单" aside={<Button onClick={() => window.print()}>打印</Button>}>
        <p className="quiet">转出时的情况，打印了交给医院。只有本机构的人看得到，每次查看都有记录。</p>
        <Facts rows={file.handover} />
      </Section>
      <Section title="经过">
        <DataTable
          caption="转诊的经过"
          rows={file.steps}
          rowKey={(row) => row.id}
          columns={[
            { key: 'zh', title: '哪一步', kind: 'main', render: (row) => row.zh },
            { key: 'at', title: '时间', render: (row) => <Moment at={row.at} /> },
            { key: 'by', title: '谁登记', render: (row) => row.by },
            { key: 'text', title: '内容', kind: 'wide', wraps: true, render: (row) => row.text },
          ]}
        />
      </Section>
    </Page>
  );
}
