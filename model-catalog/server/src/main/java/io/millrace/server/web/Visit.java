package io.millrace.server.web;

import org.jspecify.annotations.Nullable;

/**
 * A browser that asks for a page.
 *
 * @param secret that its cookie holds, from which the keys of its forms are derived
 * @param isNew whether the browser has to be given it yet
 * @param session null for somebody who has not signed in
 */
record Visit(String secret, boolean isNew, @Nullable Session session) {}
