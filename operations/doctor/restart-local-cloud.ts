/** The local cloud makes what it lacks when it starts. */
export const restartLocalCloud = 'stop the local cloud and start it again: npm start';
