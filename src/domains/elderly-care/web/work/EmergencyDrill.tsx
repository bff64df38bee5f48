/** 演练报告: what each step took against its limit, what was found, what will be changed. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { DrillFile } from '../../emergency/content.ts';
import { took } from './clock.ts';

export function EmergencyDrill() {
  const { drillId } = useParams({ strict: false }) as { drillId: string };
  const address = `/api/emergency/drills/${drillId}`;
  const file = useQuery({
    queryKey: [address],
    queryFn: () => api.get<DrillFile>(address),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : 10_000),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: DrillFile }) {
  const session = useSession();
  return (
    <Page
      title={`${file.deskName}演练报告`}
      lead={
        <>
          {file.halfZh}，<Moment at={file.startedAt} />由{file.startedBy}发起
        </>
      }
      aside={<Link to={'/emergency-drills' as never}>← 应急演练</Link>}
    >
      <Section title="情形">
        <Facts
          rows={[
            { label: '假设的情形', value: file.scenario },
            { label: '在哪里', value: file.placeZh },
            { label: '谁接的', value: file.operatorName ?? '还没有人接' },
            {
              label: '呼叫',
              value: (
                <Link to={'/emergency-calls/$incidentId' as never} params={{ incidentId: file.incidentId } as never}>
                  看这个呼叫
                </Link>
              ),
            },
            ...(file.findings ? [{ label: '查出的问题', value: file.findings }] : []),
            ...(file.measures ? [{ label: '怎么改', value: file.measures }] : []),
            ...(file.endedAt
              ? [
                  {
                    label: '总结',
                    value: (
                      <>
                        {file.endedBy}，<Moment at={file.endedAt} />
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <p className="choices">
          <Offers offers={file.offers} of={file.deskName} division={homeDivision(session)} first="primary" />
        </p>
      </Section>
      <Section title={`用时：${file.all}个环节，${file.met}个达标`}>
        <DataTable
          caption="各环节用时"
          rows={file.measured}
          rowKey={(m) => m.measure}
          empty="还没有。"
          columns={[
            { key: 'zh', title: '环节', kind: 'main', render: (m) => m.zh },
            { key: 'took', title: '用时', kind: 'number', render: (m) => (m.tookMs === null ? '还没有' : took(m.tookMs)) },
            { key: 'limit', title: '时限', kind: 'number', render: (m) => took(m.limitSeconds * 1000) },
            {
              key: 'met',
              title: '是否达标',
              render: (m) => (m.tookMs === null ? null : <Tag tone={m.met ? 'good' : 'bad'}>{m.met ? '达标' : '超时'}</Tag>),
            },
          ]}
        />
      </Section>
    </Page>
  );
}
