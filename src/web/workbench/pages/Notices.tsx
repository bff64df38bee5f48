/** 公示: what hangs in the villages now; a sheet for the village board prints on A4. */
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, Money, Tag } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { longDate, yuanDigits } from '../../shared/format.ts';

interface Notice {
  id: string;
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
  const [printing, setPrinting] = useState<Notice | null>(null);
  useEffect(() => {
    if (!printing) return;
    document.body.classList.add('printing-board');
    const done = () => setPrinting(null);
    window.addEventListener('afterprint', done);
    window.print();
    return () => {
      window.removeEventListener('afterprint', done);
      document.body.classList.remove('printing-board');
    };
  }, [printing]);
  return (
    <Page title="公示" lead="姓名遮盖，网上和村（社区）公示栏内容一致。点“打印”得到可以张贴的一页。">
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
              key: 'print',
              title: '张贴页',
              render: (row) => (
                <Button size="small" onClick={() => setPrinting(row)} aria-label={`打印${row.applicantMasked}的公示`}>
                  打印
                </Button>
              ),
            },
          ]}
        />
      </div>
      {printing && <Board notice={printing} city={session.city.name} />}
    </Page>
  );
}

/** One A4 page for the board: what the law asks to be said, and whom to tell. */
const Board = ({ notice, city }: { notice: Notice; city: string }) => (
  <div className="board">
    <article className="board-sheet">
      <h2>{notice.kind === 'granted' ? '公布' : '公示'}</h2>
      <p>
        根据{notice.once ? '《社会救助法》' : '民政部《最低生活保障审核确认办法》'}，
        {notice.kind === 'granted' ? '下列家庭已经确认，现予公布' : '下列家庭经审核符合条件，现予公示'}。
      </p>
      <table>
        <thead>
          <tr>
            <th>申请人</th>
            <th>所在村（社区）</th>
            <th>保障人数</th>
            <th>{notice.once ? '一次性' : '每月'}金额（元）</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{notice.applicantMasked}</td>
            <td>{notice.divisionName}</td>
            <td>{notice.memberCount}</td>
            <td>{notice.amountFen === null ? '—' : yuanDigits(notice.amountFen)}</td>
          </tr>
        </tbody>
      </table>
      <p>
        {notice.text}。
        {notice.kind === 'proposed' &&
          `公示时间：${longDate(notice.postedOn)}至${longDate(notice.endsOn)}。对公示内容有意见的，请在公示期内向乡镇（街道）提出，我们为您保密。`}
      </p>
      <p>联系电话：{notice.telephone}</p>
      <p className="sign">
        {city}民政
        <br />
        {longDate(notice.postedOn)}
      </p>
    </article>
  </div>
);
