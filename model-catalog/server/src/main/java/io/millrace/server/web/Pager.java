package io.millrace.server.web;

import java.util.List;

/**
 * A part of a long list.
 *
 * @param page from 1
 * @param pages at least 1
 * @param address of a page, to which its number is added
 */
record Pager(int page, int pages, int size, int total, String address) {
  /**
   * @param wanted number of a page; what is none is the first
   */
  static Pager of(String wanted, int size, int total, String address) {
    int pages = Math.max(1, (total + size - 1) / size);
    int page = wanted.matches("[1-9]\\d{0,8}") ? Integer.parseInt(wanted) : 1;
    return new Pager(Math.min(page, pages), pages, size, total, address);
  }

  /** The things on this page. */
  <T> List<T> cut(List<T> all) {
    int from = (page - 1) * size;
    return all.subList(Math.min(from, all.size()), Math.min(from + size, all.size()));
  }

  boolean several() {
    return pages > 1;
  }

  boolean hasPrevious() {
    return page > 1;
  }

  boolean hasNext() {
    return page < pages;
  }

  String to(int other) {
    return address + other;
  }
}
