/** 保险和预收费: the lights of the homes, the worst first; of one home its policies, what it has taken in advance, what the bank says, and every light that was on. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import type { LightView, MoneyFile, MoneyRow } from '../../money/content.ts';
import { useOwn } from './own.ts';

/** The pages beside this one: of a home's own people, and of an office. */
type Beside = (page: 'bank' | 'tekun') => ReactNode;

const Light = ({ of }: { of: LightView }) => <Tag tone={of.tone}>{of.zh}</Tag>;

export function InstitutionMoney() {
  const query = useQuery({
    queryKey: ['/api/institution-money'],
    queryFn: () => api.get<{ rows: readonly MoneyRow[] }>('/api/institution-money'),
  });
  return (
    <Page
      title="机构保险和预收费"
      lead="亮红灯的在前。没有存管账户的不能预收；预收总额不能超过固定资产净额，押金和会员费要留够保证金。"
    >
      <Answered query={query}>
        {({ rows }) => (
          <Section title="机构">
            <DataTable
              caption="机构保险和预收费"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有登记养老机构。"
              columns={[
                {
                  key: 'name',
                  title: '机构',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <Link to={'/institution-money/$institutionId' as never} params={{ institutionId: row.id } as never}>
                      {row.name}
                    </Link>
                  ),
                },
                {
                  key: 'place',
                  title: '在哪里',
                  kind: 'wide',
                  deskOnly: true,
                  render: (row) => <DivisionName name={row.divisionName} />,
                },
                {
                  key: 'cover',
                  title: '责任保险',
                  kind: 'wide',
                  render: (row) => (
                    <>
                      <Light of={row.cover} /> {row.cover.says}
                    </>
                  ),
                },
                {
                  key: 'assets',
                  title: '预收／净额',
                  kind: 'wide',
                  render: (row) =>
                    row.assets ? (
                      <>
                        <Light of={row.assets} /> <Money fen={row.assets.totalFen} />／<Money fen={row.assets.assetsFen} />
                      </>
                    ) : (
                      '没有存管账户，不能预收'
                    ),
                },
                {
                  key: 'reserve',
                  title: '余额／保证金',
                  kind: 'wide',
                  render: (row) => row.reserve && <Reserve of={row.reserve} />,
                },
              ]}
            />
          </Section>
        )}
      </Answered>
    </Page>
  );
}

const Reserve = ({ of }: { of: NonNullable<MoneyRow['reserve']> }) => (
  <>
    <Light of={of} /> {of.balanceFen === null ? '没有报过' : <Money fen={of.balanceFen} />}／<Money fen={of.reserveFen} />
  </>
);

export function HomeMoney() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  const beside: Beside = (page) => (
    <Link to={`/institution-money/$institutionId/${page}` as never} params={{ institutionId } as never}>
      {page === 'bank' ? '流水核对' : '特困资金账'}
    </Link>
  );
  return (
    <MoneyOf id={institutionId} beside={beside} aside={<Link to={'/institution-money' as never}>← 机构保险和预收费</Link>} />
  );
}
export function OwnMoney() {
  const own = useOwn();
  const beside: Beside = (page) => (
    <Link to={(page === 'bank' ? '/institution/bank' : '/institution/tekun-money') as never}>
      {page === 'bank' ? '流水核对' : '特困资金账'}
    </Link>
  );
  return <Answered query={own}>{({ id }) => <MoneyOf id={id} beside={beside} />}</Answered>;
}

function MoneyOf({ id, beside, aside }: { id: string; beside: Beside; aside?: ReactNode }) {
  const file = useQuery({
    queryKey: ['/api/institutions', id, 'money'],
    queryFn: () => api.get<MoneyFile>(`/api/institutions/${id}/money`),
  });
  return <Answered query={file}>{(data) => <Whole file={data} beside={beside} aside={aside} />}</Answered>;
}

function Whole({ file, beside, aside }: { file: MoneyFile; beside: Beside; aside: ReactNode }) {
  return (
    <Page title={`${file.name}：保险和预收费`} lead={<DivisionName name={file.divisionName} />} aside={aside}>
      <Section title="现在">
        <Facts
          rows={[
            {
              label: '责任保险',
              value: (
                <>
                  <Light of={file.cover} /> {file.cover.says}；在住{file.living}人
                </>
              ),
            },
            {
              label: '存管流水',
              value: (
                <>
                  {file.bank
                    ? `对账单到${longDate(file.bank.statementTo)}；${file.bank.unbanked}笔没有进账，${file.bank.unexplained}笔没有说明`
                    : '还没有导入对账单'}
                  ，{beside('bank')}
                </>
              ),
            },
            { label: '特困资金', value: beside('tekun') },
            ...(file.gaps.length > 0
              ? [{ label: '断过保', value: file.gaps.map((gap) => `${gap.from}至${gap.to}`).join('、') }]
              : []),
            {
              label: '存管账户',
              value: file.escrow
                ? `${file.escrow.bank}，尾号${file.escrow.accountTail}；收费方案${longDate(file.escrow.planOn)}公示`
                : '还没有登记，不能预收',
            },
            ...(file.escrow && file.assets && file.reserve
              ? [
                  {
                    label: '预收总额',
                    value: (
                      <>
                        <Light of={file.assets} /> <Money fen={file.assets.totalFen} />
                        （服务费
                        <Money fen={file.serviceFen} />
                        、押金
                        <Money fen={file.depositFen} />
                        、会员费
                        <Money fen={file.memberFen} />）
                      </>
                    ),
                  },
                  {
                    label: '固定资产净额',
                    value: (
                      <>
                        <Money fen={file.assets.assetsFen} />，{file.escrow.assetsOn}，{file.escrow.assetsDocument}
                      </>
                    ),
                  },
                  {
                    label: '存管余额／保证金',
                    value: (
                      <>
                        <Reserve of={file.reserve} />
                        {file.reserve.balanceOn && (
                          <>
                            （
                            <Day on={file.reserve.balanceOn} />
                            报的）
                          </>
                        )}
                        {file.silent && <Tag tone="warn">银行没有按日报</Tag>}
                      </>
                    ),
                  },
                  { label: '会员卡', value: `${file.cards}张，不能多于备案床位${file.recordedBeds}张` },
                ]
              : []),
          ]}
        />
        {file.offers.length > 0 && (
          <p className="choices">
            <Offers offers={file.offers} of={file.name} division={file.division} />
          </p>
        )}
      </Section>
      <Section title="保单">
        <DataTable
          caption="保单"
          rows={file.policies}
          rowKey={(row) => row.id}
          empty="还没有登记保单。"
          columns={[
            {
              key: 'no',
              title: '保单',
              kind: 'main',
              render: (row) => (
                <>
                  {row.policyNo} {row.now && <Tag tone="good">在保</Tag>}
                </>
              ),
            },
            { key: 'insurer', title: '保险公司', kind: 'wide', deskOnly: true, render: (row) => row.insurer },
            {
              key: 'days',
              title: '期间',
              kind: 'wide',
              render: (row) => (
                <>
                  <Day on={row.fromOn} />至<Day on={row.toOn} />
                </>
              ),
            },
            { key: 'beds', title: '床位', kind: 'number', render: (row) => row.beds },
            { key: 'limit', title: '每人限额', kind: 'number', render: (row) => <Money fen={row.limitFen} /> },
            { key: 'premium', title: '保费', kind: 'number', render: (row) => <Money fen={row.premiumFen} /> },
          ]}
        />
      </Section>
      <Section title="预收的服务费和会员费">
        <DataTable
          caption="预收的服务费和会员费"
          rows={file.prepaid}
          rowKey={(row) => row.id}
          empty="没有预收。押金在每位老人的账上。"
          columns={[
            { key: 'who', title: '老人', kind: 'main', render: (row) => row.personName },
            { key: 'kind', title: '收的', render: (row) => row.kindZh },
            { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
            { key: 'owed', title: '还没有用的', kind: 'number', render: (row) => <Money fen={row.owedFen} /> },
            { key: 'term', title: '期间', kind: 'wide', render: (row) => `${longMonth(row.fromMonth)}起${row.months}个月` },
            { key: 'signed', title: '签订', deskOnly: true, render: (row) => <Day on={row.signedOn} /> },
            {
              key: 'refund',
              title: '退费',
              kind: 'actions',
              render: (row) =>
                row.refundedOn ? (
                  <>
                    <Day on={row.refundedOn} />退<Money fen={row.refundedFen ?? 0} />
                  </>
                ) : (
                  <Offers offers={row.offers} of={row.personName} division={file.division} inRow />
                ),
            },
          ]}
        />
      </Section>
      <Section title="银行报的余额">
        <DataTable
          caption="银行报的余额"
          rows={file.balances}
          rowKey={(row) => row.onDate}
          empty="还没有报过。"
          columns={[
            { key: 'on', title: '日期', kind: 'main', render: (row) => <Day on={row.onDate} /> },
            { key: 'sum', title: '余额', kind: 'number', render: (row) => <Money fen={row.balanceFen} /> },
            { key: 'by', title: '谁登记的', render: (row) => row.byName },
          ]}
        />
      </Section>
      <Section title="亮过的灯">
        <DataTable
          caption="亮过的灯"
          rows={file.alerts}
          rowKey={(row) => row.id}
          empty="没有亮过灯。"
          columns={[
            {
              key: 'rule',
              title: '哪一项',
              kind: 'main',
              render: (row) => (
                <>
                  {row.ruleZh} <Light of={row.light} />
                </>
              ),
            },
            { key: 'says', title: '为什么', kind: 'wide', wraps: true, render: (row) => row.says },
            { key: 'from', title: '从', render: (row) => <Day on={row.raisedOn} /> },
            { key: 'to', title: '到', render: (row) => (row.clearedOn ? <Day on={row.clearedOn} /> : '还亮着') },
          ]}
        />
      </Section>
    </Page>
  );
}
