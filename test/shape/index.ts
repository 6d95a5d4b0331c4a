export { answerDifferences, answerShape, linkForm } from './answer';
export type { Answer, AnswerShape } from './answer';
export { differences } from './differences';
export type { Difference, SecondOpinion } from './differences';
export { mergeShapes, shapeOf } from './shape';
export type { Shape } from './shape';
