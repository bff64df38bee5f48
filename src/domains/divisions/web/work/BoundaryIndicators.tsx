/** 区划和界线指标: changes, joint inspections, markers, 平安边界. */
import { Link } from '@tanstack/react-router';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const BoundaryIndicators = () => (
  <IndicatorBoard board="boundaries" zh="区划和界线指标" lead="从变更卷、联检、界桩和年度考核里数出来，点开就是它数的那些。">
    <p>
      <Link to={'/boundaries' as never}>← 界线</Link>
    </p>
  </IndicatorBoard>
);
