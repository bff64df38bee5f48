/** One contract that is paid in parts: what was agreed, each part with its acceptance, request and payment, and the score. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { scoreParts } from '../../../../kernel/purchase/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longDate } from '../../../../web/shared/format.ts';
import type { ContractFile, MilestoneView } from '../../purchase/content.ts';

export function PurchaseContract() {
  const { contractId } = useParams({ strict: false }) as { contractId: string };
  const address = `/api/purchases/contracts/${contractId}`;
  const file = useQuery({ queryKey: [address], queryFn: () => api.get<ContractFile>(address) });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file: { contract: c, procurement: p, milestones, offers } }: { file: ContractFile }) {
  const session = useSession();
  return (
    <Page
      title={`合同${c.no}`}
      lead={`${c.countyName}，${c.programme}；${c.providerName}承接${c.itemName}。`}
      aside={<Link to={'/purchases' as never}>← 购买服务</Link>}
    >
      <Section title="约定">
        <Facts
          rows={[
            {
              label: '金额',
              value: (
                <>
                  <Money fen={c.unitPriceFen} per={`／${c.unit}`} /> × {c.quantity} ＝ <Money fen={c.amountFen} />
                  ，已付 <Money fen={c.paidFen} />
                </>
              ),
            },
            {
              label: '期限',
              value: (
                <>
                  <Day on={c.fromOn} />至<Day on={c.toOn} />
                  {c.stable && '（预算有保障、需求稳定）'}
                </>
              ),
            },
            {
              label: '采购',
              value: `${p.methodZh}，${p.documentNo}，${longDate(p.publishedOn)}公告，${longDate(p.awardedOn)}成交，${p.bidders}家响应`,
            },
            {
              label: '状态',
              value: (
                <>
                  <Tag tone={c.state === 'breached' ? 'bad' : c.state === 'finished' ? 'good' : 'now'}>{c.stateZh}</Tag>
                  {c.endedOn && (
                    <>
                      {' '}
                      <Day on={c.endedOn} /> {c.endedReason}
                    </>
                  )}
                </>
              ),
            },
          ]}
        />
        {c.byService && (
          <p>
            <Link to={'/service-contracts/$contractId' as never} params={{ contractId: c.id } as never}>
              派服务、验收和结算
            </Link>
          </p>
        )}
        <p className="choices">
          <Offers offers={offers} of={c.no} division={homeDivision(session)} />
        </p>
      </Section>
      {!c.byService && (
        <Section title="节点：验收、申请、付款">
          <MilestoneTable rows={milestones} contract={c.no} />
        </Section>
      )}
      {c.score !== null && (
        <Section title="绩效评价">
          <Facts
            rows={[
              { label: '得分', value: <b>{c.score}分</b> },
              ...(['quality', 'amount', 'satisfaction', 'compliance'] as const).map((key) => ({
                label: scoreParts[key][0],
                value: `${c[key]}／${scoreParts[key][1]}`,
              })),
              { label: '评价人', value: `${c.scoredName}，${c.scoredOn && longDate(c.scoredOn)}` },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

const tones = { open: 'plain', accepted: 'good', requested: 'warn', paid: 'good' } as const;

/** The parts of a contract, for the buyer and for the provider. */
export function MilestoneTable({ rows, contract }: { rows: readonly MilestoneView[]; contract: string }) {
  const session = useSession();
  return (
    <DataTable
      caption="合同节点"
      rows={rows}
      rowKey={(m) => m.id}
      empty="没有节点。"
      columns={[
        {
          key: 'name',
          title: '节点',
          kind: 'main',
          render: (m) => (
            <b>
              {m.no}. {m.name}
            </b>
          ),
        },
        {
          key: 'due',
          title: '验收日期',
          render: (m) => (
            <>
              <Day on={m.dueOn} /> {m.late && <Tag tone="bad">已到期</Tag>}
            </>
          ),
        },
        { key: 'amount', title: '金额', kind: 'number', render: (m) => <Money fen={m.amountFen} /> },
        { key: 'state', title: '状态', render: (m) => <Tag tone={tones[m.state]}>{m.stateZh}</Tag> },
        {
          key: 'accepted',
          title: '验收',
          kind: 'wide',
          render: (m) =>
            m.acceptedOn && (
              <>
                <Day on={m.acceptedOn} /> {m.acceptedName}：{m.acceptance}
              </>
            ),
        },
        {
          key: 'requested',
          title: '申请付款',
          render: (m) =>
            m.requestedOn && (
              <>
                <Day on={m.requestedOn} />，
                <a href={`/api/files/${m.invoice}`} target="_blank" rel="noreferrer">
                  发票{m.invoiceNo}
                </a>
                {m.paidOn ? (
                  <>
                    ，<Day on={m.paidOn} />
                    付款
                  </>
                ) : (
                  <>
                    ，<Day on={m.answerBy} />
                    前办
                  </>
                )}
              </>
            ),
        },
        {
          key: 'do',
          title: '办理',
          kind: 'actions',
          render: (m) => <Offers offers={m.offers} of={`${contract}第${m.no}个节点`} division={homeDivision(session)} inRow />,
        },
      ]}
    />
  );
}
