/** The package brings no types of its own. */
declare module "vader-sentiment" {
  interface PolarityScores {
    readonly neg: number;
    readonly neu: number;
    readonly pos: number;
    /** -1 to 1. */
    readonly compound: number;
  }
  const vader: {
    readonly SentimentIntensityAnalyzer: { readonly polarity_scores: (text: string) => PolarityScores };
  };
  // CommonJS: Node gives the whole module as the default.
  export default vader;
}
