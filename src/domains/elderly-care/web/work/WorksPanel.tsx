/** 改造项目: each item with what it costs and how the same spot looked before and after. */
import { Section } from '../../../../web/components/layout.tsx';
import { Money, Tag } from '../../../../web/components/marks.tsx';
import type { WorksShown } from '../../home-works/terms.ts';
import './works.css';

const Photo = ({ src, what }: { src: string | null; what: string }) =>
  src ? (
    <figure>
      <a href={src} target="_blank" rel="noreferrer">
        <img src={src} alt={what} loading="lazy" />
      </a>
      <figcaption>{what.split('，')[1]}</figcaption>
    </figure>
  ) : (
    <figure>
      <span className="no-photo">还没有拍</span>
      <figcaption>改造后</figcaption>
    </figure>
  );

export function WorksPanel({ content }: { content: never }) {
  const works = content as WorksShown;
  return (
    <Section title="改造项目">
      <p className="line">
        <span>
          报价合计 <Money fen={works.quotedFen} />
        </span>
        {works.actualFen !== null && (
          <span>
            实际费用 <Money fen={works.actualFen} />
          </span>
        )}
        {works.subsidyFen !== null && (
          <span>
            补贴 <Money fen={works.subsidyFen} />
          </span>
        )}
      </p>
      <ol className="works-items">
        {works.items.map((item) => (
          <li key={item.zh}>
            <p className="line">
              <b>{item.zh}</b>
              {item.necessary && <Tag tone="now">必需的基础项目</Tag>}
              {item.overPercent !== null && <Tag tone="warn">单价比参考价高{item.overPercent}%，请核对</Tag>}
              {item.undoneReason && <Tag tone="warn">没有做：{item.undoneReason}</Tag>}
            </p>
            <p className="quiet line">
              <span>拍照位置：{item.spot}</span>
              <span>{item.amountZh}</span>
              {item.referenceFen !== null && (
                <span>
                  参考单价 <Money fen={item.referenceFen} />
                </span>
              )}
              <span>
                报价 <Money fen={item.quotedFen} />
              </span>
              {item.actualFen !== null && (
                <span>
                  实际 <Money fen={item.actualFen} />
                </span>
              )}
            </p>
            <div className="works-photos">
              <Photo src={item.before} what={`${item.zh}，改造前`} />
              {!item.undoneReason && <Photo src={item.after} what={`${item.zh}，改造后`} />}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
