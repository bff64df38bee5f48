/** 项目指标: counted from the library and its monthly reports; every figure opens the projects that it counts. */
import { Link } from '@tanstack/react-router';
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const ProjectIndicators = () => (
  <IndicatorBoard board="projects" zh="项目指标" lead="从项目库和月报里数出来，没有人另外填报；点开就是它数的那些项目。">
    <p>
      <Link to="/projects">← 规划项目</Link>
    </p>
  </IndicatorBoard>
);
