/** One consultation: the draft, what was said, what was answered, and what waits. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Adoption, ConsultationState } from '../../../kernel/consultation/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Moment, Tag } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { stateTones } from './Consultations.tsx';

interface View {
  title: string;
  kindZh: string;
  division: string;
  divisionName: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  state: ConsultationState;
  stateZh: string;
  explanation: string;
  draft: string;
  shortened: string;
  basis: string;
  openedName: string;
  summary: string | null;
  publishedAt: string | null;
  withdrawnReason: string | null;
  opinions: number;
  unanswered: number;
  received: readonly {
    no: number;
    channelZh: string;
    text: string;
    name: string | null;
    phone: string | null;
    at: string;
    answerNo: number | null;
    files: readonly { id: string; name: string }[];
    offers: readonly Offer[];
  }[];
  answers: readonly {
    no: number;
    gist: string;
    adoption: Adoption;
    adoptionZh: string;
    reply: string;
    byName: string;
    opinions: readonly number[];
  }[];
  offers: readonly Offer[];
}

const adoptionTones = { adopted: 'good', partly: 'now', declined: 'warn', answered: 'plain' } as const;

export function ConsultationPage() {
  const { consultationId } = useParams({ strict: false }) as { consultationId: string };
  const at = `/api/consultations/${consultationId}`;
  const query = useQuery({ queryKey: ['/api/consultations', consultationId], queryFn: () => api.get<View>(at) });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const c = query.data!;
  return (
    <Page
      title={c.title}
      lead={`${c.kindZh}，${c.divisionName}`}
      aside={<Offers offers={c.offers} division={c.division} first="primary" />}
    >
      <Section
        title="草案"
        aside={
          <a href={`/consultations/${consultationId}`} target="_blank" rel="noreferrer">
            看网上公布的样子
          </a>
        }
      >
        <Facts
          rows={[
            { label: '状态', value: <Tag tone={stateTones[c.state]}>{c.stateZh}</Tag> },
            { label: '公布', value: <Day on={c.postedOn} /> },
            { label: '截止', value: <Day on={c.endsOn} /> },
            { label: '公布人', value: c.openedName },
            { label: '依据', value: c.basis },
            ...(c.shortened ? [{ label: '缩短期限的原因', value: c.shortened }] : []),
            ...(c.withdrawnReason ? [{ label: '撤回的原因', value: c.withdrawnReason }] : []),
          ]}
        />
        <div className="written-part">
          <b>起草说明</b>
          <div className="written">{c.explanation}</div>
        </div>
        <div className="written-part">
          <b>草案正文</b>
          <div className="written">{c.draft}</div>
        </div>
      </Section>
      <Section
        title={`收到的意见 ${c.opinions}条${c.unanswered > 0 ? `，${c.unanswered}条没有答复` : ''}`}
        aside={c.opinions > 0 && <a href={`${at}/export`}>意见汇总表（XLSX）</a>}
      >
        <DataTable
          caption="收到的意见"
          rows={c.received}
          rowKey={(row) => String(row.no)}
          empty="还没有收到意见。"
          columns={[
            { key: 'text', title: '意见', kind: 'main', wraps: true, render: (row) => `${row.no}. ${row.text}` },
            {
              key: 'answered',
              title: '答复',
              render: (row) => (row.answerNo === null ? <Tag tone="warn">没有答复</Tag> : `见答复${row.answerNo}`),
            },
            { key: 'channel', title: '来源', render: (row) => row.channelZh },
            { key: 'at', title: '收到', render: (row) => <Moment at={row.at} /> },
            { key: 'files', title: '附件', render: (row) => <Files of={row.files} /> },
            { key: 'who', title: '谁提的', kind: 'wide', render: (row) => <Who of={row} division={c.division} /> },
          ]}
        />
      </Section>
      <Section title="答复">
        <DataTable
          caption="答复"
          rows={c.answers}
          rowKey={(row) => String(row.no)}
          empty="还没有答复。"
          columns={[
            { key: 'gist', title: '意见归纳', kind: 'main', wraps: true, render: (row) => `${row.no}. ${row.gist}` },
            { key: 'adoption', title: '采纳', render: (row) => <Tag tone={adoptionTones[row.adoption]}>{row.adoptionZh}</Tag> },
            { key: 'reply', title: '答复', kind: 'wide', wraps: true, render: (row) => row.reply },
            { key: 'opinions', title: '对应意见', render: (row) => `第${row.opinions.join('、')}条` },
            { key: 'by', title: '答复人', render: (row) => row.byName },
          ]}
        />
        {c.summary && (
          <div className="written-part">
            <b>采纳情况说明</b>
            <div className="written">{c.summary}</div>
            <p className="quiet">
              <Moment at={c.publishedAt} />
              公布
            </p>
          </div>
        )}
      </Section>
    </Page>
  );
}

const Files = ({ of }: { of: View['received'][number]['files'] }) =>
  of.map(({ id, name }) => (
    <div key={id}>
      <a href={`/api/files/${id}`} target="_blank" rel="noreferrer">
        {name}
      </a>
    </div>
  ));

/** Masked, until the purpose is said; then once in clear. */
function Who({ of, division }: { of: View['received'][number]; division: string }) {
  const [clear, setClear] = useState<{ name: string | null; phone: string | null } | null>(null);
  const { name, phone } = clear ?? of;
  if (!of.name && !of.phone) return <span className="quiet">没有留名</span>;
  return (
    <>
      {[name, phone].filter(Boolean).join('，')}{' '}
      {!clear && (
        <Offers
          inRow
          of={`第${of.no}条意见`}
          offers={of.offers}
          division={division}
          onDone={(answer) => setClear(answer as { name: string | null; phone: string | null })}
        />
      )}
    </>
  );
}
