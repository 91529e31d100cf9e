export const TAGS = "ACCEPT|ACCEPTED|CLOSE|CLOSED|COMPLETE|COMPLETED|NOTPLANNED|INVALID|DUPLICATE";

/** The bot's tags, see the title of an advisory; a pattern for unfolded text. */
export const TAG = `\\[(?:${TAGS})\\]`;
