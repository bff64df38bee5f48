/** 公示: what hangs in the villages now. The sheet for the board is a paper of the case: there the name is whole, here and on the net it is masked. */
import { Link } from '@tanstack/react-router';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, Money, Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';

interface Notice {
  id: string;
  caseId: string;
  kind: 'proposed' | 'granted';
  divisionName: string;
  applicantMasked: string;
  memberCount: number;
  amountFen: Fen | null;
  /** Paid once, not every month. */
  once: boolean;
  text: string;
  place: string;
  telephone: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
}

export function Notices() {
  const session = useSession();
  const list = useKeyset<Notice>('/api/notices', { division: session.actor.division ?? undefined });
  return (
    <Page title="公示" lead="网上公示的姓名遮盖，未成年人不写姓名。张贴在村（社区）公示栏的一页写全名，在办件的文书里打印。">
      <div className="sheet">
        <KeysetTable
          caption="公示列表"
          list={list}
          rowKey={(row) => row.id}
          empty="辖区里现在没有公示。"
          columns={[
            { key: 'who', title: '对象', kind: 'main', render: (row) => <b>{row.applicantMasked}</b> },
            {
              key: 'kind',
              title: '类别',
              render: (row) =>
                row.kind === 'granted' ? (
                  <Tag tone="good">公布</Tag>
                ) : row.endsOn < session.today ? (
                  <Tag>公示已满</Tag>
                ) : (
                  <Tag tone="now">公示中</Tag>
                ),
            },
            { key: 'text', title: '内容', kind: 'wide', render: (row) => `${row.text}，${row.memberCount}人` },
            {
              key: 'amount',
              title: '金额',
              kind: 'number',
              render: (row) => (
                <>
                  {row.once ? '一次性' : '每月'} <Money fen={row.amountFen} />
                </>
              ),
            },
            { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
            { key: 'from', title: '张贴', render: (row) => <Day on={row.postedOn} /> },
            { key: 'to', title: '至', render: (row) => <Day on={row.endsOn} /> },
            {
              key: 'case',
              title: '张贴页',
              render: (row) => (
                <Link
                  to="/cases/$caseId"
                  params={{ caseId: row.caseId }}
                  hash="documents"
                  aria-label={`${row.applicantMasked}的办件文书`}
                >
                  办件文书
                </Link>
              ),
            },
          ]}
        />
      </div>
    </Page>
  );
}
