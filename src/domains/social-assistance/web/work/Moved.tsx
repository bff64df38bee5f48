/** 跨县迁移: which county pays which months, and where the file is. */
import type { PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Day, Month } from '../../../../web/components/marks.tsx';

export interface MoveContent {
  fromName: string;
  movedOn: PlainDate;
  lastMonth: YearMonth;
  firstMonth: YearMonth;
  provisionalTo: YearMonth;
  transferredOn: PlainDate;
  receivedOn: PlainDate | null;
  receivedName: string | null;
}

export const Moved = ({ content: move }: { content: MoveContent }) => (
  <Section title="迁移接续">
    <Facts
      rows={[
        { label: '从哪里迁来', value: move.fromName },
        { label: '户口迁移', value: <Day on={move.movedOn} /> },
        {
          label: '发放',
          value: (
            <>
              迁出地发到 <Month month={move.lastMonth} />
              ，本县从 <Month month={move.firstMonth} /> 起
            </>
          ),
        },
        {
          label: '先发到',
          value: (
            <>
              <Month month={move.provisionalTo} />
              ，以后没有重新确认的暂停
            </>
          ),
        },
        {
          label: '档案',
          value: (
            <>
              <Day on={move.transferredOn} /> 移交，
              {move.receivedOn ? (
                <>
                  {move.receivedName} <Day on={move.receivedOn} /> 接收
                </>
              ) : (
                '还没有接收'
              )}
            </>
          ),
        },
      ]}
    />
  </Section>
);
