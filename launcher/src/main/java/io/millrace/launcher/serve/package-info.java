/** The catalog as a server. */
package io.millrace.launcher.serve;
